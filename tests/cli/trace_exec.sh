#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline trace of programs that become others: an exec has one line, or one object,
# that says how it has ended, and what other threads were in is shown before.
. "$(dirname "$0")/cli.sh"

for how in --json -z; do
	zpoline trace $how -o log sh -c 'exec true'
	expect_status 0
	count_log 1 'execve.*"true"[^h]*(= 0|"ret":0\})$'
	count_log 0 unfinished
done
zpoline trace -Z -o log sh -c 'exec true'
count_log 0 'execve.*"true".*(unfinished|= 0)'

# a thread becomes another program while the first one waits, and another one too
cat >execs.py <<'PY'
import os, sys, threading, time
r, w = os.pipe()
def become():
    time.sleep(0.2)
    os.execv("/bin/true", ["true"])
threading.Thread(target=lambda: os.read(r, 7)).start()
threading.Thread(target=become).start()
os.read(r, 5)
PY
# before LINE LINE: the first one that is so stands in front of the second
before() {
	first=$(grep -nE -m 1 "$1" log | cut -d : -f 1)
	second=$(grep -nE -m 1 "$2" log | cut -d : -f 1)
	[ "${first:-9999}" -lt "${second:-0}" ] || fail "'$1' is not in front of '$2'"
}
zpoline trace -o log "$PYTHON" -S execs.py
expect_status 0
count_log 2 'read\([0-9]+,  <unfinished'
sed '1,/execve resumed/d' log | grep unfinished && fail "it stands behind the exec"
[ "$(tail -n 1 log | grep -c '+++ exited with 0 +++')" -eq 1 ] || fail "lines behind the end"
zpoline trace --json -o log "$PYTHON" -S execs.py
expect_status 0
count_log 2 '"name":"read",.*"unfinished":"died"'
before '"name":"read",.*"unfinished"' '"name":"execve",.*"true"'
count_log 0 '"name":"execve".*"unfinished"'
