#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A filter of several tests is the same one in each Lua state of a process, in whatever order
# that state's tables have their keys.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
local counts = {}
for i = 1, 12 do
  counts[i] = zp.count("write", { fd = 90, count = 10 + i, pid = zp.pid(), comm = "*", loader = false })
end
for i = 1, 12 do
  zp.hook("write", { fd = 90, count = 10 + i, pid = zp.pid(), comm = "*", loader = false },
    function() zp.log("write of %d", 10 + i) end)
end
local first = zp.tid()
zp.on("exit", function()
  if zp.tid() ~= first then return end
  for i = 1, 12 do zp.log("%d: %d", 10 + i, counts[i]:get()) end
end)
LUA
for size in 11 12 13 14 15 16 17 18 19 20 21 22; do
	echo "$size: 2"
	echo "write of $size"
	echo "write of $size"
done | sort >expected
calls=
for size in 11 12 13 14 15 16 17 18 19 20 21 22; do
	calls="$calls thread:write:90:$size write:90:$size"
done
in_each() {
	# shellcheck disable=SC2086 # words
	hooked "$TEST_TARGETS/calls" $calls
	expect_status 0
	sort "$log" | diff expected - || fail "$1: not as expected (<)"
}
each 'auto thread' in_each
