#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline trace: what stands before and behind a call, where lines go, exec, forks,
# threads, and JSON.
. "$(dirname "$0")/cli.sh"

echo text >file

# as strace: the program's execve first, its end last; to standard error
zpoline trace cat file
expect_status 0
expect_out text
head -n 1 err | grep -qE '^execve\("[^"]*/cat", \["cat", "file"\], 0x[0-9a-f]+ /\* [0-9]+ vars \*/\) = 0$' ||
	fail "the first line"
find_err '^openat\(AT_FDCWD, "file", .*\) += 3$'
find_err '^close\(3\)                                = 0$'
find_err '^exit_group\(0\)                           = \?$'
[ "$(tail -n 1 err)" = '+++ exited with 0 +++' ] || fail "the last line"

# times
zpoline trace -T -e openat cat file
find_err '"file", .* = 3 <[0-9]\.[0-9]{6}>$'
zpoline trace -r -e openat cat file
find_err '^ +0\.[0-9]{6} openat.*"file"'
run env TZ=AAA-5:30 "$ZPOLINE" trace -t -e openat cat file
find_err "^$(TZ=AAA-5:30 date +%H):[0-9]{2}:[0-9]{2} openat"
zpoline trace -tt -e openat cat file
find_err '^[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6} openat'
zpoline trace -ttt -e openat cat file
find_err "^$(date +%s | cut -c 1-7)[0-9]{3}\.[0-9]{6} openat"

# strings; paths are whole
zpoline trace -s 2 -e openat cat file
find_err '"file"'
echo 'some text' | timeout 20 "$ZPOLINE" trace -s 2 -e read -o log cat >out
find_log 'read\(0, "so"\.\.\., '

# columns
zpoline trace -a 1 -e openat cat file
find_err '"file", [^)]*\) = 3$'

# children: another thread than the first has its number in front
zpoline trace -q -e openat,execve sh -c 'cat file; cat nothere; :'
expect_status 0
find_err '^\[pid +[0-9]+\] openat\(.*"file".* = 3$'
find_err '^\[pid +[0-9]+\] openat\(.*"nothere".* = -1 ENOENT'
find_err '^\[pid +[0-9]+\] execve\(".*/cat", \["cat", "file"\], .* <unfinished \.\.\.>$'
find_err '^\[pid +[0-9]+\] <\.\.\. execve resumed>\) += 0$'
! grep -q '+++' err || fail "-q"
zpoline trace -e trace=execve env PATH=/nowhere:/bin true
find_err '^execve\("/nowhere/true".* <unfinished'
find_err '^<\.\.\. execve resumed>\) += -1 ENOENT'

zpoline trace -z -e trace=execve env PATH=/nowhere:/bin true
find_err '^execve\("/bin/true", \["true"\], .*\) = 0$'
! grep -q '("/nowhere' err || fail "-z shows an execve that failed"

# into files: every line with its thread; one a process
zpoline trace -o log -e openat cat file
expect_no_err
find_log '^[0-9]+ openat\(.*"file"'
zpoline trace -ff -o each -e openat sh -c 'cat file; :'
[ "$(find . -name 'each.*' | wc -l)" -eq 2 ] || fail "-ff"

# a call that returns twice is one
zpoline trace -q -e signal=none -e clone,clone3,fork,vfork sh -c '(:); :'
[ "$(grep -c . err)" -eq 1 ] || fail "one fork is not one line"
zpoline trace -c -e clone,clone3,fork,vfork -o log sh -c '(:); (:); cat file; :'
awk '$NF == "total" { n = $4 } END { exit n != 3 }' log || fail "not three forks"

# both, and sorted
zpoline trace -C -S name -e openat,close cat file
expect_out text
find_err '"file".* = 3$'
sed -n '/^------/,/^------/p' err | awk 'NF == 5 && !/^-/ { print $NF }' >names
[ "$(tr '\n' ' ' <names)" = 'close openat ' ] || fail "the order: $(cat names)"

# JSON
zpoline trace --json -o log -e openat cat file nothere
"$PYTHON" - log "$tmp" <<'PY' || fail "--json"
import json, sys
calls = [line for line in map(json.loads, open(sys.argv[1])) if "name" in line]
ok = [c for c in calls if c["args"]["path"] == "file"][0]
bad = [c for c in calls if c["args"]["path"] == "nothere"][0]
assert ok["name"] == "openat" and ok["ret"] == 3 and "error" not in ok
assert bad["ret"] == -2 and bad["error"] == "ENOENT" and bad["took"] > 0
assert ok["pid"] == ok["tid"] and ok["time"] > 1.6e9
PY

# sets
zpoline trace -e '/^(open|close)' -o log cat file
find_log ' openat\('
find_log ' close\('
! grep -q ' read(' log || fail "read"
zpoline trace -e '?nosuchcall,close' -o log cat file
find_log ' close\(3'
zpoline trace -e none -o log cat file
count_log 1 .
find_log 'exited with 0'

# threads in great number: each line is whole
zpoline trace -o log -e futex,mmap,exit,write "$TEST_TARGETS/threads"
expect_status 0
! grep -vE '^[0-9]+ ([a-z0-9_]+\(.*\) += |\+\+\+ exited)' log || fail "a line is broken"
zpoline trace -c -S calls -o log "$TEST_TARGETS/threads"
expect_status 0
awk '$NF == "execve" { n = $4 } END { exit n != 1 }' log || fail "not one execve"
zpoline trace -c --state=thread -o log "$TEST_TARGETS/threads"
expect_status 0
awk '$NF == "execve" { n = $4 } END { exit n != 1 }' log || fail "not one execve"

# faults of the program's: of a file's name only, and with a signal
zpoline trace -o log -e inject=openat:path=*file:error=EIO cat file
expect_status 1
find_err 'Input/output error'
zpoline trace -o log -e '!%memory' -e 'inject=/^open(at)?$:path=*file:error=EIO' cat file
find_err 'Input/output error'
zpoline trace -o log -e 'inject=!%memory,%process,%file,%desc,%signal,arch_prctl:error=EIO' sh -c 'exit 0'
expect_status 0
find_log ' getppid\(\) += -1 EIO'
zpoline trace -o log -e inject=getppid:retval=7 -e inject=getuid:delay_enter=1ms \
	-e inject=geteuid:error=EPERM:delay_exit=1ms -e '!%memory' sh -c :
find_log ' getppid\(\) += 7 \(INJECTED\)$'
find_log ' getuid\(\) += [0-9]+ \(DELAYED\)$'
find_log ' geteuid\(\) += -1 EPERM \(Operation not permitted\) \(INJECTED\) \(DELAYED\)$'
find_log ' getgid\(\) += [0-9]+$'
zpoline trace --json -o log -e inject=getppid:retval=7 -e getppid,getpid sh -c :
find_log '"name":"getppid",.*,"injected":"answer"}$'
[ "$(grep -c injected log)" -eq 1 ] || fail "more than one"
zpoline trace -o log -e inject=openat:path=*file:signal=USR1 cat file
[ "$status" -eq 138 ] || fail "status $status, not that of SIGUSR1"

# programs that have ended before the command looks at them for the first time: their
# end is told once
for _ in 1 2 3 4 5 6 7 8; do
	rm -f program
	# shellcheck disable=SC2016
	"$ZPOLINE" trace -e none -o log sh -c \
		'kill -STOP $PPID; (:); echo $$ >program' &
	pid=$!
	n=0
	until [ -s program ] && ! grep -q '^State:	[RSD]' "/proc/$(cat program)/status" 2>/dev/null; do
		n=$((n + 1))
		[ $n -lt 600 ] || fail "it does not end"
		sleep 0.05
	done
	kill -CONT "$pid"
	wait "$pid"
	count_log 2 'exited with 0'
done

# the program's time is the command's, as `time` shows it
"$PYTHON" - "$ZPOLINE" <<'PY' || fail "the processor time of the program is lost"
import resource, subprocess, sys
busy = "import time\nwhile time.process_time() < 0.3: pass"
for how in [], ["-o", "log"], ["-c"]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.argv[1], "trace", *how, "-e", "getppid", sys.executable, "-S", "-c", busy],
                   check=True, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert took > 0.25, (how, took)
PY

# what the rules find wrong in options is told in one line
for option in '-s 99999999999' '-e inject=write:error=EFOO' '-e inject=write:foo=3'; do
	# shellcheck disable=SC2086 # words
	zpoline trace $option -o log true
	expect_status 125
	find_err '^zpoline: (trace|inject=.*): zp\.(trace|inject): '
	! grep -q traceback err || fail "$option: a traceback"
done
