#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline trace of programs that are killed: no line is lost, what killed them is
# told, and the command neither holds them up for good nor leaves anything behind.
# shellcheck disable=SC2016 # for the program's shell
. "$(dirname "$0")/cli.sh"

# where no other test keeps anything
XDG_RUNTIME_DIR=$tmp/runtime
export XDG_RUNTIME_DIR
mkdir "$XDG_RUNTIME_DIR"

# await SECONDS COMMAND...: until it succeeds; false after that time
await() {
	n=$(($1 * 10))
	shift
	until "$@"; do
		n=$((n - 1))
		[ $n -gt 0 ] || return 1
		sleep 0.1
	done
}

# by itself, with and without a core; a child of its child
zpoline trace -o log -e getppid sh -c 'kill -9 $$'
[ "$status" -eq 137 ] || fail "status $status, not that of SIGKILL"
find_log '^[0-9]+ \+\+\+ killed by SIGKILL \+\+\+$'
zpoline trace -o log -e getppid sh -c 'ulimit -c 0; kill -SEGV $$'
find_log '^[0-9]+ \+\+\+ killed by SIGSEGV \+\+\+$'
if [ "$(cat /proc/sys/kernel/core_pattern)" = core ]; then
	zpoline trace -o log -e getppid sh -c 'ulimit -c unlimited && kill -SEGV $$'
	find_log '^[0-9]+ \+\+\+ killed by SIGSEGV \(core dumped\) \+\+\+$'
fi
zpoline trace -o log -e getppid sh -c '(kill -9 $(exec sh -c "echo \$PPID")); echo $?'
expect_out 137
count_log 1 'killed by SIGKILL'
count_log 0 'exited with 137'

# the call that is under way: of the one who kills itself, of the last program that was
# exec'd, of all threads, where another call is under way further out, of a child
zpoline trace -o log -e kill sh -c 'kill -9 $$'
find_log '^([0-9]+) kill\(\1, SIGKILL <unfinished \.\.\.>$'
cat >sleeps.py <<'PY'
import os, signal, sys, threading, time
r, w = os.pipe()
threading.Thread(target=lambda: os.read(r, 10)).start()
threading.Thread(target=lambda: time.sleep(50)).start()
signal.signal(signal.SIGUSR1, lambda *a: os.read(r, 1))
if os.fork() == 0: time.sleep(60)
open("ready", "w")
os.kill(os.getpid(), signal.SIGUSR1)
PY
# waiting: two threads of its two processes read, two sleep; $processes, the child first
waiting() {
	[ -e ready ] || return 1
	processes="$(cat "/proc/$(cat pid)/task/$(cat pid)/children") $(cat pid)"
	numbers=$(for one in $processes; do
		cut -d ' ' -f 1 "/proc/$one/task/"*/syscall
	done | sort -n | tr '\n' ' ')
	[ "$numbers" = "0 0 230 230 " ]
}
killed_from_outside() {
	rm -f ready pid
	"$ZPOLINE" trace "$@" -- sh -c 'echo $$ >pid; exec "$@"' sh \
		"$PYTHON" -S sleeps.py 2>err &
	pid=$!
	await 60 waiting || fail "it does not wait"
	# shellcheck disable=SC2086 # a list
	kill -KILL $processes
	wait "$pid" 2>/dev/null
	status=$?
	[ "$status" -eq 137 ] || fail "status $status, not that of SIGKILL"
}
killed_from_outside -o log -e kill,read,clock_nanosleep
count_log 2 '^[0-9]+ read\(3,  <unfinished \.\.\.>$'
count_log 2 '^[0-9]+ clock_nanosleep\(.*\{tv_sec=.*\},  <unfinished \.\.\.>$'
count_log 2 '^[0-9]+ \+\+\+ killed by SIGKILL \+\+\+$'
killed_from_outside -e read
[ "$(grep -cE 'read\(3,  <unfinished \.\.\.>$' err)" -eq 2 ] || fail "not two reads"
find_err '^\+\+\+ killed by SIGKILL \+\+\+$'
killed_from_outside --json -o log -e read
count_log 2 '"name":"read","args":\{"fd":3\},"unfinished":"died"\}$'

# on standard error: no number in front for the program itself
zpoline trace -e getppid sh -c 'kill -TERM $$'
find_err '^\+\+\+ killed by SIGTERM \+\+\+$'
zpoline trace -q -e getppid sh -c 'kill -TERM $$'
! grep -q '+++' err || fail "-q"

# times, JSON
zpoline trace -ttt -o log -e getppid sh -c 'kill -9 $$'
find_log "^[0-9]+ $(date +%s | cut -c 1-7)[0-9]{3}\.[0-9]{6} \+\+\+ killed by SIGKILL"
zpoline trace --json -o log -e getppid sh -c 'kill -9 $$'
find_log '"comm":"sh","event":"kill","signal":"SIGKILL","core":false}$'

# every write that the program has made before is there
cat >writes.py <<'PY'
import os, sys, threading
out = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
def write(name):
    for i in range(1000000): os.write(out, b"%s %d\n" % (name, i))
for name in b"abc": threading.Thread(target=write, args=(bytes([name]),)).start()
PY
for delay in 0.3 0.7 1.1; do
	: >written
	zpoline trace -o log -e signal=none -e write timeout -s KILL "$delay" \
		"$PYTHON" -S writes.py written
	count=$(wc -l <written)
	! grep -vE '^[0-9]+ (write\([0-9]+, ".*", [0-9]+( <unfinished \.\.\.>|\) += [0-9]+)|\+\+\+ )' log ||
		fail "a line is torn"
	found=$(grep -cE '"[abc] [0-9]+\\n", [0-9]+(\) += [0-9]+| <unf.*)$' log)
	# the calls that were under way may have been made or not
	if [ "$found" -lt "$count" ] || [ "$found" -gt $((count + 3)) ]; then
		fail "$count lines were written, $found are in the log"
	fi
	# of each thread in order
	for name in a b c; do
		sed -n "s/.*\"$name \([0-9]*\)\\\\n\".*/\1/p" log >numbers
		sort -n numbers | cmp -s - numbers || fail "$name: not in order"
	done
done

# a command that is stopped holds the program up where a lane is full; one that is
# killed does not, and the rest of the lines is written all the same
cat >counts.py <<'PY'
import os
for i in range(20000): os.write(1, b"%d\n" % i)
PY
rm -f numbers # there is one from above
"$ZPOLINE" trace -o log -e write "$PYTHON" -S counts.py >numbers &
pid=$!
await 60 test -s numbers || fail "it does not begin"
kill -STOP "$pid"
last=-1
n=0
while [ "$(wc -l <numbers)" -ne "$last" ]; do
	last=$(wc -l <numbers)
	n=$((n + 1))
	[ $n -lt 60 ] || fail "it does not wait"
	sleep 0.5
done
if [ "$last" -lt 20000 ]; then
	kill -KILL "$pid"
else
	kill -CONT "$pid"
fi
has_lines() {
	[ "$(grep -c "$2" "$1")" -ge 20000 ]
}
await 60 has_lines numbers . || fail "it does not go on"
wait "$pid" 2>/dev/null
await 60 has_lines log '\\n", ' || fail "lines are lost with the command"

# --drop: the program does not wait
zpoline trace -q --drop -o log -e write "$PYTHON" -S counts.py
expect_status 0
[ "$(wc -l <out)" -eq 20000 ] || fail "--drop: the program has not written all"
dropped=$(sed -n 's/^zpoline: \([0-9]*\) lines were dropped.*/\1/p' err)
[ $(($(grep -c '\\n", ' log) + ${dropped:-0})) -eq 20000 ] ||
	fail "--drop: ${dropped:-none} of 20000 are said to be dropped"

left=$(find "$XDG_RUNTIME_DIR" -mindepth 1)
[ -z "$left" ] || fail "something is left: $left"
