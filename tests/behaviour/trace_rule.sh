#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zp.trace: lines of text and JSON, filters, long lines, halves of lines of calls that
# others come between, and handles.
# shellcheck disable=SC2016 # for the program's shell
. "$(dirname "$0")/../lib.sh"

# two rules have a line each; a failed call only for those that want it
script <<'LUA'
zp.trace("read", { count = "<1000" }, { column = 0 })
zp.trace("read", { count = 5 }, { format = "json" })
zp.trace({ "%file" }, nil, { status = "failed" })
zp.trace("write", { uses = "/dev/null" }, { fds = true, column = 0 })
LUA
echo text >file
hooked sh -c 'read -r x <file; echo $x >/dev/null; test -e /nonexistent; dd bs=5 count=1 <file 2>/dev/null'
expect_out text
count_log 1 '^[0-9]+ read\(0, "text\\n", 5\) = 5$'
count_log 1 '^\{"time":.*,"name":"read","args":\{"fd":0,"buf":"text\\n","count":5\},"ret":5,"took":[0-9.]+\}$'
count_log 1 '"/nonexistent".* += -1 ENOENT \(No such file or directory\)$'
count_log 0 ' write\(.* = 5$.*file'
find_log '^[0-9]+ write\(1</dev/null>, "text\\n", 5\) = 5$'
! grep -E '^[0-9]+ (openat|stat|newfstatat|access).* = [0-9]' "$log" || fail "a call that has not failed"
rm "$log"

# strings that are longer than a thread's room for lines
script <<'LUA'
zp.trace("write", { count = ">100000" }, { strings = 300000, column = 0 })
zp.trace("write", { count = ">100000" }, { strings = 300000, format = "json" })
LUA
hooked dd if=/dev/zero of=/dev/null bs=200000 count=1
[ "$(awk '/^[0-9]+ write/ { print (length($0) > 400000) }' "$log")" = 1 ] || fail "a long line of text is cut"
[ "$(awk '/^\{/ { print (length($0) > 200000 && /"ret":200000,"took":[0-9.]+\}$/) }' "$log")" = 1 ] ||
	fail "a long object is cut"
rm "$log"

# only what is slow
script <<'LUA'
zp.trace("*", { took = ">100ms" }, { took = true })
LUA
hooked sleep 0.2
count_log 1 .
find_log '^[0-9]+ clock_nanosleep\(.* <0\.[2-9][0-9]{5}>$'
rm "$log"

# a handler's calls come between, and a vfork child's
script <<'LUA'
zp.trace("*", nil, { signals = true, exits = true, column = 0 })
LUA
hooked sh -c 'trap : CHLD; (exec sleep 0.1) & wait; wait; :'
expect_status 0
grep -nE 'wait4\(-1,  <unfinished \.\.\.>$' "$log" | head -n 1 | cut -d : -f 1 >half
grep -nE -- '--- SIGCHLD \{si_signo=SIGCHLD, si_code=CLD_EXITED, .*\} ---$' "$log" | head -n 1 | cut -d : -f 1 >signal
grep -nE '<\.\.\. wait4 resumed>' "$log" | head -n 1 | cut -d : -f 1 >rest
if [ -s half ]; then # the signal may have come between two calls
	cat half signal rest >order
	sort -n order | cmp -s - order || fail "wait4, the signal, and the rest of wait4"
fi
count_log 2 '\+\+\+ exited with 0 \+\+\+$'
rm "$log"
hooked "$TEST_TARGETS/vfork_exec"
[ "$(grep -cE ' vfork\( <unfinished \.\.\.>$' "$log")" -ge 20 ] || fail "halves of vfork"
count_log "$(grep -cE ' vfork\( <unfinished' "$log")" '<\.\.\. vfork resumed>\) = [1-9][0-9]*$'
! grep -qE 'vfork.* = 0$' "$log" || fail "the child returns, too"
rm "$log"

# siglongjmp out of a handler whose call is traced, as is the one that it interrupts
hooked "$TEST_TARGETS/longjmp"
expect_status 0
rm "$log"

# handles
script <<'LUA'
local lines = zp.trace("getppid")
local n = 0
zp.hook("getppid", function()
  n = n + 1
  if n == 1 then lines:disable() elseif n == 3 then lines:enable() elseif n == 5 then lines:remove() end
end)
LUA
hooked "$PYTHON" -S -c 'import os
for i in range(8): os.getppid()'
expect_status 0
count_log 1 '^[0-9]+ getppid\(\) += [0-9]+$'

# the first line of a thread comes behind a filter that refuses to map memory
rm -f "$log"
script <<'LUA'
zp.trace("getppid")
LUA
hooked "$TEST_TARGETS/no_maps"
expect_status 0
count_log 5 '^[0-9]+ getppid\(\) += [0-9]+$'
