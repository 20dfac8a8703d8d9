#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline trace and strace on the same runs: lines, -c, -P, -y, -z, inject.
#
# strace sees what the loader does before the library is there, too: a first
# call of the program's own marks where the comparison begins.
. "$(dirname "$0")/cli.sh"
needs strace cc
strace -o /dev/null true 2>/dev/null || skip "strace may not trace here"

cat >work.c <<'C'
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	char buf[100];
	struct stat st;
	int fd;

	mkdir("begin", 0700);
	fd = open("file", O_RDONLY);
	while (read(fd, buf, 7) > 0)
		;
	lseek(fd, 3, SEEK_SET);
	close(fd);
	open("missing", O_RDONLY);
	access("file", R_OK);
	stat("file", &st);
	fd = open("written", O_WRONLY | O_CREAT | O_TRUNC, 0640);
	for (int i = 0; i < 5; i++)
		if (write(fd, "some text\n", 10) < 0)
			dup(fd);
	if (fork() == 0) {
		usleep(50000); /* its calls do not cut strace's lines of others */
		write(fd, "child\n", 6);
		execl("/bin/nonexistent", "x", NULL);
		_exit(3);
	}
	wait(NULL);
	rmdir("begin");
	return 0;
}
C
cc -O1 -w -o work work.c || fail "cc"
printf 'twenty bytes of text' >file

# own FILE: the program's own calls, without pids, addresses and names of errors, and
# without what fork() does in both at once: lines of strace that are cut.
own() {
	sed -n '/mkdir("begin"/,/rmdir("begin"/p' "$1" |
		sed -E 's/^\[pid +[0-9]+\] +//; s/^[0-9]+ +//
			/^(wait4|clone|fork|vfork|exit|execve|set_robust|clock_|rt_sigprocmask)/d; /resumed>|unfinished/d
			/^(---|\+\+\+)/d; s/(= -1 E[A-Z]+).*/\1/; s/0x[0-9a-f]+/X/g
			s/\{st_mode=.*\}/X/; s/ += / = /; s/[A-Z_|]+_(OK|SET)/F/g
			s/O_[A-Z_|]+/F/g; s/, (F|[0-9]+)\)/, F)/; s/, (X|F|0[0-7]*), 0?([0-7]+)\)/, F, \2)/
			s/, (X|[0-9]+), F\)/, F, F)/; s/, (X|[0-9]+)\)/, F)/'
}

# Calls in the order of their names: the child's come when they come.
compare() {
	rm -rf begin written
	timeout 60 strace -f -o theirs "$@" ./work
	rm -rf begin written
	zpoline trace -o ours "$@" ./work
	expect_status 0
	own theirs | sort >theirs.own
	own ours | sort >ours.own
	[ "$(wc -l <theirs.own)" -ge "$least" ] || fail "strace shows too little: $(cat theirs)"
	diff theirs.own ours.own || fail "$*: < strace"
}

least=15
compare -e trace=%file,read,write,lseek,close,dup
compare -e '!%memory,brk'
least=5
compare -e mkdir,rmdir,write,dup -e inject=write:error=ENOSPC:when=2..5+2
compare -e mkdir,rmdir,lseek,close,read -e inject=lseek:retval=77

# inside_paths: -P, by name and through descriptors
rm -rf begin written
strace -f -o theirs -P "$tmp/file" -P written ./work 2>/dev/null
rm -rf begin written
zpoline trace -o ours -P "$tmp/file" -P written ./work
for who in theirs ours; do
	sed -E 's/^[0-9]+ +//; s/\(.*//; /^(\+\+\+|---)/d; /^<.../d' $who | sort | uniq -c >$who.names
done
diff theirs.names ours.names || fail "-P: < strace"
[ "$(wc -l <ours.names)" -ge 4 ] || fail "-P: $(cat ours.names)"

# -c: the calls of the program's own, and their errors
rm -rf begin written
strace -f -c -o theirs -e mkdir,lseek,write,dup,rmdir,execve,exit_group ./work
rm -rf begin written
zpoline trace -c -o ours -e mkdir,lseek,write,dup,rmdir,execve,exit_group ./work
for who in theirs ours; do
	awk '$1 ~ /^[0-9.]+$/ { print $NF, $4, NF == 6 ? $5 : 0 }' $who | sort >$who.counts
done
diff theirs.counts ours.counts || fail "-c: < strace"
grep -qx 'write 6 0' ours.counts || fail "-c: $(cat ours)"

# -y: what descriptors are open on
rm -rf begin written
strace -f -y -o theirs -e read,write,lseek ./work
rm -rf begin written
zpoline trace -y -o ours -e read,write,lseek ./work
for who in theirs ours; do
	sed -nE "s/^[0-9]+ +(write|lseek)\(([0-9]+<[^>]*>).*/\1 \2/p" $who | sort >$who.fds
done
diff theirs.fds ours.fds || fail "-y: < strace"
grep -q "write 4<$tmp/written>\|write 3<$tmp/written>" ours.fds || fail "-y"

# signals that the program handles
cat >signals.py <<'PY'
import os, signal
signal.signal(signal.SIGUSR1, lambda *a: None)
signal.signal(signal.SIGCHLD, lambda *a: None)
os.kill(os.getpid(), signal.SIGUSR1)
if os.fork() == 0:
    os._exit(3)
os.wait()
PY
python=$("$PYTHON" -c 'import sys; print(sys.executable)')
strace -f -e trace=none -o theirs "$python" signals.py
zpoline trace -e trace=none -o ours "$python" signals.py
for who in theirs ours; do
	sed -nE 's/^[0-9]+ +--- /--- /; s/, si_utime.*\}/}/; s/si_pid=[0-9]+/si_pid=N/; /^---/p' $who >$who.signals
done
diff theirs.signals ours.signals || fail "signals: < strace"
[ "$(wc -l <ours.signals)" -eq 2 ] || fail "not two signals"
zpoline trace -e signal=none -e trace=none -o ours "$python" signals.py
! grep -q -e --- ours || fail "-e signal=none"

# -z, -Z
rm -rf begin written
zpoline trace -z -o ours -e openat,close ./work
! grep -q ' = -1 ' ours || fail "-z shows errors"
grep -q '"written"' ours || fail "-z shows nothing"
rm -rf begin written
zpoline trace -Z -o ours -e openat,close ./work
grep '(' ours | grep -qv ' = -1 \|exited' && fail "-Z shows what succeeded"
grep -q '"missing"' ours || fail "-Z shows nothing"
exit 0
