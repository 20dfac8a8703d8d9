#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline check: the messages of a start, without one.
. "$(dirname "$0")/cli.sh"

echo 'zp.hook("openat", print) zp.on("exit", function() print "ran" end)' >good.lua
echo 'x = = 1' >syntax.lua
printf '\nzp.hook("opennat", print)\n' >name.lua
echo 'zp.hook("read", { pth = "x" }, print)' >filter.lua
echo 'require "nowhere"' >module.lua
echo 'assert(#zp.args == 2)' >words.lua

zpoline check good.lua
expect_status 0
expect_out 'good.lua: loads'
expect_no_err

zpoline check good.lua syntax.lua
expect_status 1
expect_out 'good.lua: loads
syntax.lua: does not load'
find_err '^zpoline: .*syntax.lua:1: unexpected symbol'

for case in "name.lua:2: unknown system call 'opennat'" "filter.lua:1: .*pth" \
	"module.lua:1: .*module 'nowhere' not found"; do
	zpoline check "${case%%:*}"
	expect_status 1
	find_err "$case"
done
zpoline check -a 'one two' words.lua
expect_status 0

# all that is shipped
for path in "$root"/scripts/*.lua "$root"/examples/*.lua; do
	case $path in
	# these want words
	*/redirect.lua | */fakefile.lua | */throttle.lua | */inject.lua | */deny.lua | \
		*/overlay.lua | */fakeroot.lua | */record.lua | */replay.lua | \
		*/syscall-diff.lua) continue ;;
	esac
	zpoline check "$path"
	expect_status 0
done
