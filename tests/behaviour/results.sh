#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Exit handlers behind a test of the result: C looks at it, and calls them for
# those only; alone, with other hooks of the call, and while it changes.
. "$(dirname "$0")/../lib.sh"

check() {
	: >"$log"
	hooked "$TEST_TARGETS/calls" \
		open:/dev/null open:/nowhere open:/dev/nothing close:3 close:90 close:91 getppid
	expect_status 0
}

alone() {
	script <<'LUA'
local any = zp.hook("openat", { ret = "<0" }, { exit = function(r, ret) print("any", ret) end })
local dev = zp.hook("openat", { path = "/dev/*", ret = "<0" }, { exit = function(r, ret)
  print("dev", zp.mem.string(r.path), zp.errno[-ret])
end })
local changed = zp.hook("close", { ret = -9 }, { exit = function(r) return r.fd == 91 and 7 or nil end })
zp.on("exit", function() print(any.hits, dev.hits, changed.hits) end)
LUA
	check
	find_out '^ENOENT$'
	expect_log 'any	-2
dev	/dev/nothing	ENOENT
any	-2
2	1	2'
	[ "$(sed -n 6p out)" = 7 ] || fail "the result is not the handler's"
}

# with a hook that wants all, the same
mixed() {
	script <<'LUA'
local h
zp.hook("close", { ret = "<0" }, { exit = function(r, ret) print("failed", r.fd) end })
h = zp.hook("close", function(r, fd)
  if fd == 90 then h:remove() end
  print("close", fd)
end)
LUA
	check
	grep -v '^close	[012]$' "$log" >closes
	printf 'close	3\nclose	90\nfailed	90\nfailed	91\n' | diff - closes ||
		fail "not these"
}

each 'auto zpoline sud thread' alone
each 'auto zpoline sud' mixed

script <<'LUA'
local h = zp.hook("close", { ret = "<0", fd = { 90, 91 } }, { exit = function(r) print(r.fd) end })
zp.hook("openat", { path = "/nowhere" }, function() h:disable() end)
zp.hook("openat", { path = "/dev/nothing" }, function() h:enable() end)
LUA
: >"$log"
hooked "$TEST_TARGETS/calls" close:90 open:/nowhere close:91 close:90 open:/dev/nothing close:91 close:92
expect_log '90
91'
