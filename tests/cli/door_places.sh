#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The door at exec in user and PID namespaces, without new privileges, in bubblewrap, in
# another root, under filters and tracers, for whom it is root and for others: what is started is hooked, or one
# line names it; with ZPOLINE_FOLLOW=strict it is not started.
# shellcheck disable=SC2016 # for the program's shell
. "$(dirname "$0")/cli.sh"
needs cc
needs_strace

cat >work.c <<'C'
#include <stdio.h>

int main(int argc, char **argv)
{
	printf("%d %s\n", argc, argv[0]);
	return 0;
}
C
cc -O1 -o dynamic work.c || fail "cc work.c"
cc -O1 -static -o static work.c || fail "cc -static work.c"
cat >start.c <<'C'
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	execv(argv[1], argv + 1);
	perror("start");
	return argc > 0;
}
C
cc -O1 -o start start.c || fail "cc start.c"
# filtered NUMBER errno|kill COMMAND...: behind a filter of that call
cat >filtered.c <<'C'
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, atoi(argv[1]), 0, 1),
		BPF_STMT(BPF_RET | BPF_K, *argv[2] == 'k'
						  ? SECCOMP_RET_KILL_PROCESS
						  : SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = {4, code};

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (argc < 4 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		return 77;
	execvp(argv[3], argv + 3);
	return 126;
}
C
cc -O1 -o filtered filtered.c || fail "cc filtered.c"
programs='./static a; ./dynamic b; exec ./static c'
printed='2 ./static
2 ./dynamic
2 ./static'
hooks() {
	zpoline run -o "$tmp/log" -e 'print "hooked"' -- "$@"
}
# once: the log has one line about the program, and no other.
named() {
	count_log "$1" '^hooked$'
	count_log 1 "$2: not hooked, its calls are not seen: "
	[ "$(wc -l <log)" -eq $(($1 + 1)) ] || fail "$3: more lines"
}

# everywhere WORD...: a command that runs another one elsewhere is itself hooked, and so is
# all that it starts there; and the command of ours works there.
everywhere() {
	run "$@" true
	[ "$status" -eq 0 ] || {
		left_out="$left_out, $1"
		return
	}
	: >log
	hooks "$@" sh -c "$programs"
	expect_status 0
	expect_out "$printed"
	count_log 5 '^hooked$'
	[ "$(wc -l <log)" -eq 5 ] || fail "$*: other lines"
	: >log
	run "$@" "$ZPOLINE" run -o "$tmp/log" -e 'print "hooked"' -- sh -c "$programs"
	expect_status 0
	expect_out "$printed"
	expect_no_err
	count_log 4 '^hooked$'
}

# all PLACES...: for the user that it is now
all_places() {
	everywhere unshare -U
	everywhere unshare -Ur
	everywhere unshare -Urpf
	everywhere unshare -Urpf --mount-proc
	everywhere setpriv --no-new-privs
	everywhere bwrap --bind / / --dev /dev --proc /proc
	everywhere bwrap --unshare-all --bind / / --dev /dev --proc /proc
	everywhere prlimit --nofile=64
	# without /proc
	run bwrap --bind / / --dev /dev --tmpfs /proc true
	if [ "$status" -eq 0 ]; then
		: >log
		hooks bwrap --bind / / --dev /dev --tmpfs /proc sh -c "$programs"
		expect_out "$printed"
		count_log 5 '^hooked$'
		run bwrap --bind / / --dev /dev --tmpfs /proc "$ZPOLINE" run -o fd:1 \
			-e 'print "hooked"' -- sh -c ./static
		expect_status 0
		[ "$(grep -c '^hooked$' out)" -eq 2 ] || fail "the command has no /proc"
	fi
}
left_out=
all_places
if [ "$(id -u)" -eq 0 ]; then
	command_for_all
	: >log
	chmod 666 log
	unprivileged
	all_places

	# who may execute it, and not read it
	cp static closed
	chmod 711 closed
	: >log
	hooks ./start ./closed
	expect_out '1 ./closed'
	count_log 1 'closed: may be not hooked: its file cannot be read'
	# nothing may be made
	: >log
	hooks prlimit --nproc=0 ./start ./static
	expect_out '1 ./static'
	named 2 static nproc
	# nor without hooks
	export ZPOLINE_FOLLOW=strict
	for command in './start ./closed' 'prlimit --nproc=0 ./static'; do
		: >log
		# shellcheck disable=SC2086 # words of a command
		hooks $command
		[ "$status" -ne 0 ] || fail "$command: it runs"
		expect_no_out
		find_err 'Operation not permitted'
	done
	unset ZPOLINE_FOLLOW
	as=
fi

# in another root without /proc, where neither the scripts are nor the log
mkdir -p "root$(dirname /lib64/ld-linux-x86-64.so.2)"
cc -O1 -static -o root/start start.c || fail "cc -static start.c"
cp static dynamic root
for file in $(ldd ./dynamic | grep -o '/[^ ]*'); do
	mkdir -p "root$(dirname "$file")" && cp "$file" "root$file"
done
if chroot root /static >/dev/null 2>&1; then
	for program in /static /dynamic; do
		rm -f log
		hooks chroot root /start /start "$program"
		expect_status 0
		expect_out "1 $program"
		count_log 4 '^hooked$'
		[ "$(wc -l <log)" -eq 4 ] || fail "in another root: other lines"
		rm -f log
		zpoline run -o log -s deny -a "path=$program" -- chroot root /start "$program"
		find_err 'start: Permission denied'
		find_log "deny: execve $program = EACCES"
		rm -f log
		zpoline trace -o log -e execve,write -- chroot root /start "$program"
		expect_out "1 $program"
		find_log "write\\(1, \"1 $program"
		count_log 3 'execve.* = 0$'
	done
else
	left_out="$left_out, chroot"
fi

# behind filters: ptrace, clone, process_vm_readv, process_vm_writev, wait4
for number in 101 56 310 311 61; do
	for action in errno kill; do
		: >log
		hooks ./filtered $number $action ./start ./static
		expect_status 0
		expect_out '1 ./static'
		named 2 static "filter of $number, $action"
		: >log
		hooks ./filtered $number $action ./start ./dynamic
		expect_out '1 ./dynamic'
		count_log 3 '^hooked$'
		[ "$(wc -l <log)" -eq 3 ] || fail "filter of $number, $action: a line"
		export ZPOLINE_FOLLOW=strict
		hooks ./filtered $number $action ./start ./static
		expect_no_out
		find_err 'start: Operation not permitted'
		unset ZPOLINE_FOLLOW
	done
	# the command does not know of them: it says so, once
	: >log
	run ./filtered $number errno "$ZPOLINE" run -o "$tmp/log" -e 'print "hooked"' -- ./dynamic
	expect_status 0
	expect_out '1 ./dynamic'
	expect_log hooked
	find_err 'not at the exec: '
	[ "$(wc -l <err)" -eq 1 ] || fail "filter of $number: more than one line"
done

# tracers: on top of hooked programs, and started by them
: >log
hooks strace -f -o traced sh -c './start ./static; ./dynamic'
expect_status 0
expect_out '1 ./static
1 ./dynamic'
named 4 static strace
grep -q 'write(1, "1 ./static' traced || fail "strace does not see it"
run strace -f -o traced "$ZPOLINE" run -o log -e 'print "hooked"' -- ./start ./dynamic
expect_out '1 ./dynamic'
grep -q 'execve("./dynamic"' traced || fail "strace does not see it"
if command -v gdb >/dev/null; then
	: >log
	native gdb -q -batch -ex 'break main' -ex run -ex kill ./dynamic
	theirs=$(grep -c '^Breakpoint' out)
	hooks gdb -q -batch -ex 'break main' -ex run -ex kill ./dynamic
	expect_status 0
	[ "$(grep -c '^Breakpoint' out)" -eq "$theirs" ] || fail "gdb does not stop in main"
	# gdb runs the program by a shell
	[ "$(grep -c '^hooked$' log)" -ge 3 ] || fail "gdb or its program is not hooked"
	export ZPOLINE_FOLLOW=strict
	hooks gdb -q -batch -ex run ./static
	grep '^1 ' out && fail "gdb's program runs unhooked"
	unset ZPOLINE_FOLLOW
fi
# the library's file may not be mapped as code
mkdir noexec
cp "$TEST_LIB" noexec/libzpoline.so
cp "$ZPOLINE" noexec/zpoline
echo 'print "hooked"' >noexec/said.lua
shut='mount --bind "$1" "$1" && mount -o remount,bind,noexec "$1"'
if unshare -m sh -c "$shut" sh noexec/libzpoline.so 2>/dev/null; then
	for program in ./dynamic ./static; do
		run unshare -m sh -c "$shut"'; shift; exec "$@"' sh noexec/libzpoline.so \
			noexec/zpoline run -s noexec/said.lua $program
		expect_status 125
		find_err 'cannot be mapped into the program'
		! grep -q '^1 ' out || fail "$program runs unhooked"
	done
else
	left_out="$left_out, noexec"
fi
[ -z "$left_out" ] || skip "well, but not possible here:${left_out#,}"
exit 0
