#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline trace -k: the functions that a program's call comes from, beside what strace -k
# says of the same calls; threads, signals, objects that follow each other, vfork; in
# JSON; of programs that are killed; written by the program itself.
# shellcheck disable=SC2016 # for the program's shell
. "$(dirname "$0")/cli.sh"

backtrace=$TEST_TARGETS/backtrace

# of FILE CALL: stacks behind the lines of that call, a frame a line, with a line between
# two of them.
of() {
	awk -v call="$2" '/^ > / { if (on) print; next } { if (on) print ""; on = index($0, call "(") }' "$1"
}

# names FILE NAME...: the functions of a stack are these, from the first one on.
names() {
	file=$1
	shift
	printf '%s\n' "$@" >expected
	sed -n 's/^ > [^(]*(\([^+)]*\).*/\1/p' "$file" | head -n $# >named
	diff expected named || fail "$file: not these functions"
}

# same_as_strace HOW [OBJECT...]: objects and addresses are those that strace shows, which
# names some functions by others that are near.
same_as_strace() {
	zpoline trace -k -o ours -e getppid "$backtrace" "$@"
	expect_status 0
	! grep -q . err || fail "$1: $(cat err)"
	of ours getppid >ours.frames
	[ "$(grep -c '^ > ' ours.frames)" -ge 8 ] || fail "$1: no stacks"
	[ -n "$strace" ] || return 0
	strace -f -k -o theirs -e trace=getppid "$backtrace" "$@" >/dev/null
	for file in ours theirs; do
		of $file getppid | sed 's/([^(]*) \[/ [/' >$file.places
	done
	grep -q '^ > /.*\[0x' theirs.places || fail "$1: strace shows nothing"
	diff theirs.places ours.places || fail "$1: < strace"
}

strace=
if command -v strace >/dev/null && strace -k -o theirs true 2>/dev/null &&
	grep -q '^ > .*libc.*\[0x' theirs; then
	strace=1
fi
same_as_strace plain
names ours.frames getppid leaf inner middle outer main
for how in signal elsewhere thread; do
	same_as_strace $how
done
same_as_strace objects "$TEST_TARGETS/first_way.so" "$TEST_TARGETS/other_way.so"
sed '/^$/,$d' ours.frames >first
names first getppid leaf first_way through in_objects inner
grep -q '/first_way\.so(first_way+0x' first || fail "not in the first object"
sed '1,/^$/d' ours.frames >second
names second getppid leaf other_way
grep -q '/other_way\.so(other_way+0x' second || fail "not in the second object"

# what a signal has interrupted; code of no object; a call of vfork
zpoline trace -k -o log -e getppid "$backtrace" signal
sed -n '/^[0-9]* --- SIGUSR1/,/getppid/p' log | sed '1d;$d' >interrupted
grep -q '(by_signal+0x[0-9a-f]*) \[0x' interrupted || fail "what the signal has interrupted"
! grep -q on_signal interrupted || fail "the handler has not begun"
if "$TEST_TARGETS/has_sud"; then
	zpoline trace -k -o log -e getppid "$backtrace" stub
	find_log '^ > \?\(\) \[0x7[0-9a-f]*\]$'
	find_log '^ > .*/backtrace\(call_code\+0x'
fi
zpoline trace -k -o log -e vfork "$TEST_TARGETS/vfork_exec"
find_log '^ > .*/vfork_exec\([a-z_]*\+0x'

# so many frames; a name with what may not stand in one line
zpoline trace -k --stack-trace-frame-limit=2 -o log -e getppid "$backtrace" plain
count_log 2 '^ > '
zpoline trace -k --stack-trace-frame-limit=257 true
expect_status 2
find_err '1 to 256, not .257'
cp "$backtrace" 'new
line'
zpoline trace --stack-trace -q -o log -e getppid './new
line' plain
find_log '^ > /.*/new\\012line\(leaf\+0x'
! grep -vE '^( > .*\]|[0-9]+ .*)$' log || fail "a frame on two lines"

# threads: nothing comes between a line and its stack
zpoline trace -k -o log "$TEST_TARGETS/threads"
expect_status 0
awk '/^ > \// { bare = 0; next }
	!/^[0-9]+ / || bare { print; exit 1 }
	{ bare = / = / && !/execve/ }' log || fail "lines of threads are torn"
for function in start_thread clone3 clone; do
	! grep -q "^ > .*($function+0x" log || found=1
done
[ "$found" ] || fail "no stack of a thread"

# the same in JSON, and what reads that
zpoline trace -k --json -o log.json -e getppid "$backtrace" plain
zpoline trace -k -o log -e getppid "$backtrace" plain
"$PYTHON" - log.json >json.frames <<'PY' || fail "JSON"
import json, sys
for line in map(json.loads, open(sys.argv[1])):
    if line.get("name") != "getppid": continue
    assert line["stack"][0]["offset"] < 100 and line["stack"][0]["addr"] > 1 << 40
    for f in line["stack"]:
        name = "%s+0x%x" % (f["symbol"], f["offset"]) if "symbol" in f else ""
        print(" > %s(%s) [0x%x]" % (f["object"], name, f["object_offset"]))
PY
of log getppid | sed "/^$/d" >text.frames
diff text.frames json.frames || fail "JSON (>) says something else"
zpoline report log.json
expect_status 0

# what is under way when the program dies has no stack; the lines are whole
zpoline trace -k -o log -e kill sh -c 'kill -9 $$'
find_log '^([0-9]+) kill\(\1, SIGKILL <unfinished \.\.\.>$'
count_log 0 '^ > '
zpoline trace -k --json -o log -e kill sh -c 'kill -9 $$'
find_log '"unfinished":"died"\}$'

# an exec, that succeeds and that does not; exits
zpoline trace -k -o log -e execve,exit_group sh -c './nowhere; exec true'
grep -A 1 'execve("./nowhere".*<unfinished \.\.\.>$' log | grep -q '^ > .*(execve+0x' || fail "execve"
grep -A 1 'execve resumed>) *= -1 ENOENT' log | grep -q '^[0-9]' || fail "the stack of execve twice"
grep -A 1 'exit_group(0) *= ?$' log | grep -q '^ > .*(_exit+0x' || fail "exit_group"

# written by the program itself, with a filter
"$ZPOLINE" run -s trace -a "openat path=$tmp/file stack frames=3" -o log -- \
	cat "$tmp/file" 2>/dev/null
count_log 1 'openat'
count_log 3 '^ > '
