#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/syscall-diff.lua: nothing of two runs that are alike, the first difference of
# each thread of others.
. "$(dirname "$0")/../cli/cli.sh"

cat >program.py <<'PY'
import os, sys, threading, time
time.time(), os.getpid(), os.urandom(3)
open("work", "w").write("text\n")
def other(): os.stat("more" if len(sys.argv) > 1 else "work")
thread = threading.Thread(target=other)
thread.start(); thread.join()
os.system("cat work; wc -c work; sleep 0.01")
os.kill(os.getpid(), 0)
PY
# what lists the folder finds the same
touch more work good log out err
once() {
	word=$1
	shift
	zpoline run -s syscall-diff -a "$word" -o log -- \
		env PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1 "$PYTHON" program.py "$@"
	expect_status 0
}
once "save=$tmp/good"
expect_no_err
[ "$(cut -d ' ' -f 1 good | sort -u | grep -c .)" -ge 5 ] || fail "not all threads"
once "against=$tmp/good"
[ ! -s log ] || fail "alike, but for nothing"

# by the thread that goes another way
once "against=$tmp/good" x
find_log '^syscall-diff: thread 0x\.1, call [0-9]+$'
find_log '^  was newfstatat\(AT_FDCWD, "work", .* = 0$'
find_log '^  is  newfstatat\(AT_FDCWD, "more", .* = 0$'

echo config >config
diff_() { zpoline run -s syscall-diff -a "$1" -o log -- cat config; }
diff_ "save=$tmp/there"
rm config
diff_ "against=$tmp/there"
find_log '^  was openat\(AT_FDCWD, "config", O_RDONLY\) = 3$'
find_log '^  is  openat\(AT_FDCWD, "config", O_RDONLY\) = -1 ENOENT'
find_log '^syscall-diff: thread 0: .*write 0 -> [0-9]+'
count_log 1 'syscall-diff: thread 0, call'
# only some calls; what is hidden
zpoline run -s syscall-diff -a "close against=$tmp/there" -- true
expect_status 125
find_err "'close': calls are chosen where save= is"
echo a >a1
echo a >b22
zpoline run -s syscall-diff -a "%file save=$tmp/a" -o log -- cat a1
zpoline run -s syscall-diff -a "against=$tmp/a" -o log -- cat b22
find_log '^  is  .*b22'
zpoline run -s syscall-diff -a "%file save=$tmp/a hide=[ab]%d+" -o log -- cat a1
zpoline run -s syscall-diff -a "against=$tmp/a hide=[ab]%d+" -o log -- cat b22
[ ! -s log ] || fail "hide="
# a run that ends sooner
zpoline run -s syscall-diff -a "%file save=$tmp/two" -o log -- cat a1 b22
zpoline run -s syscall-diff -a "against=$tmp/two hide=execve.*" -o log -- cat a1
find_log '^  was .*b22'

zpoline run -s syscall-diff -a save=here -- true
expect_status 125
find_err 'save=here is not absolute. Remedy: save=.PWD/here'
zpoline run -s syscall-diff -- true
expect_status 125
find_err 'one of save=FILE and against=FILE is wanted'
zpoline run -s syscall-diff -a against=/nowhere -- true
expect_status 125
find_err 'against=/nowhere.*Remedy'
