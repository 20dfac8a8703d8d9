#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zp.inject: faults, results, delays and signals in strace's words, chosen by
# filters, by count and by chance.
. "$(dirname "$0")/../lib.sh"

# expect WORDS TEXT: what the program prints under the script on standard input.
expect() {
	words=$1
	text=$2
	script
	# shellcheck disable=SC2086 # words
	hooked "$TEST_TARGETS/calls" $words
	expect_status 0
	expect_out "$text"
}

expect 'open:/dev/null open:/nowhere open:/dev/zero' 'EIO
ENOENT
3' <<'LUA'
zp.inject("openat", { path = "/dev/n*", error = "EIO" })
LUA
expect 'close:90*8' 'EBADF EBADF EINTR EBADF EINTR EBADF EINTR EBADF' <<'LUA'
zp.inject("close", { fd = 90, error = "EINTR", when = "3+2" })
LUA
expect 'close:90*6' 'EBADF EIO EIO EIO EBADF EBADF' <<'LUA'
zp.inject("close", { fd = 90, error = 5, when = "2..4" })
LUA
expect 'close:90*4 close:91' 'EBADF 7 EBADF EBADF
EBADF' <<'LUA'
zp.inject("close", { fd = 90, retval = 7, when = 2 })
LUA
# several rules: each counts for itself, the first that is due answers
expect 'close:90*6' '0 EIO 0 EPERM 0 EIO' <<'LUA'
zp.inject("close", { fd = 90, retval = 0, when = "1+2" })
zp.inject("close", { fd = 90, error = "EPERM", when = 4 })
zp.inject("close", { fd = 90, error = "EIO", when = "2+2" })
LUA
# counted in all threads together, or in each: here are three
expect 'close:90*2 thread:close:90*3 close:90' 'EBADF EBADF
EIO EBADF EBADF
EBADF' <<'LUA'
zp.inject("close", { fd = 90, error = "EIO", when = 3 })
LUA
expect 'close:90*2 thread:close:90*3 close:90' 'EBADF EBADF
EBADF EBADF EBADF
EIO' <<'LUA'
zp.inject("close", { fd = 90, error = "EIO", when = 3, per = "thread" })
LUA
# in each, for each rule anew; a rule that a handler adds holds for its call
expect 'close:90*2 sync:0 close:90*4' 'EBADF EBADF
0
EBADF EBADF EPERM EBADF' <<'LUA'
local i = zp.inject("close", { error = "EIO", when = 3, per = "thread" })
zp.hook("fsync", function()
  i:remove()
  i = zp.inject("close", { error = "EPERM", when = 3, per = "thread" })
  return 0
end)
LUA
expect 'close:90*3 close:91' 'EIO EIO EIO
EPERM' <<'LUA'
local added = {}
local function add(fd, text)
  added[fd] = added[fd] or zp.inject("close", { fd = fd, error = text })
end
zp.hook("close", { fd = 90 }, function() add(90, "EIO") end)
zp.hook("close", { fd = 91 }, { enter = function() add(91, "EPERM") end, exit = function() end })
LUA
expect 'time:close:90 time:close:91 time:close:92' 'EBADF slow
EBADF quick
EBADF slow' <<'LUA'
zp.inject("close", { fd = 90, delay_enter = "25ms" })
zp.inject("close", { fd = 92, delay_exit = "25000us" })
LUA
expect 'close:90*3 close:91' 'EBADF EBADF signalled 1 EBADF
EBADF signalled 1' <<'LUA'
zp.inject("close", { fd = 90, signal = "SIGUSR1", when = 2 })
zp.inject("close", { fd = 91, signal = 12 })
LUA
# hooks see what the rule makes of the call, zp.raw_syscall() what the kernel does
expect 'close:90 close:91 close:92' 'EPERM
EBADF
ENOSPC' <<'LUA'
zp.inject("close", { fd = "90..92", error = "EIO" })
zp.hook("close", { fd = 90 }, function(r) return r:call() == -5 and -1 or 0 end)
zp.hook("close", { fd = 91 }, function(r) return zp.raw_syscall(r) end)
zp.hook("close", { fd = 92 }, { exit = function(_, ret) return ret == -5 and -28 or 0 end })
LUA
script <<'LUA'
local half = zp.inject("close", { fd = 90, retval = 0, prob = 0.5, seed = 7 })
local never = zp.inject("close", { fd = 90, error = "EIO", prob = 0 })
local off = zp.inject("getppid", { retval = 5 })
off:disable()
local gone = zp.inject("getppid", { retval = 6 })
gone:remove()
zp.on("exit", function() print(half.hits, half.done, never.hits, never.done) end)
LUA
hooked "$TEST_TARGETS/calls" 'close:90*200' getppid
expect_status 0
zeros=$(head -n 1 out | tr ' ' '\n' | grep -c '^0$')
if [ "$zeros" -lt 60 ] || [ "$zeros" -gt 140 ]; then
	fail "$zeros of 200"
fi
find_log "^200	$zeros	200	0\$"
[ "$(sed -n 2p out)" -gt 6 ] || fail "a rule that is off was applied"
mv out once
hooked "$TEST_TARGETS/calls" 'close:90*200' getppid
[ "$(head -n 1 once)" = "$(head -n 1 out)" ] || fail "a seed gives two sequences"
