#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The door at exec: programs of all kinds from their first instruction. The calls seen are
# strace's, number by number; what the program finds is what it finds natively.
# shellcheck disable=SC2016 # for the program's shell
. "$(dirname "$0")/cli.sh"
needs cc
needs_strace

# --- the calls ------------------------------------------------------------------

same_calls true
same_calls ls /
same_calls sh -c 'echo x; exit 3'

cat >work.c <<'C'
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	char *big = malloc(1 << 20), name[100] = "";
	FILE *file = fopen("/etc/passwd", "r");

	memset(big, argc, 1 << 20);
	if (!file || !fgets(name, sizeof(name), file))
		return 1;
	fclose(file);
	printf("%s %c %d\n", argv[1], name[0], getppid() > 0);
	free(big);
	return access("/nonexistent", F_OK) == 0;
}
C
kinds=
# build KIND COMPILER...: where there is such a compiler.
build() {
	kind=$1
	shift
	"$@" -O1 -w -o "work.$kind" work.c 2>/dev/null || return
	kinds="$kinds $kind"
	same_calls "./work.$kind" text
}
build dynamic cc
build fixed cc -no-pie
build static cc -static
build static_pie cc -static-pie
build musl musl-gcc
build musl_static musl-gcc -static
case $kinds in
*dynamic*static*) ;;
*) fail "built:$kinds" ;;
esac
if busybox=$(command -v busybox); then
	same_calls "$busybox" sh -c 'echo x; exit 3'
fi

# a Lua handler sees them too, and answers
for kind in $kinds; do
	zpoline run -e 'zp.hook("getppid", function() return -5 end)' -- \
		"./work.$kind" text
	expect_status 0
	expect_out 'text r 0'
done

# --- what the program finds -------------------------------------------------------

# its first instruction: registers, flags, descriptors, children, signals
cat >first.c <<'C'
#include <sys/syscall.h>

__asm__(".globl _start\n_start:\n"
	"mov %rsp, found(%rip)\n pushfq\n pop found+8(%rip)\n"
	"mov %rax, found+16(%rip)\n mov %rbx, found+24(%rip)\n"
	"mov %rcx, found+32(%rip)\n mov %rdx, found+40(%rip)\n"
	"mov %rsi, found+48(%rip)\n mov %rdi, found+56(%rip)\n"
	"mov %rbp, found+64(%rip)\n mov %r8, found+72(%rip)\n"
	"mov %r9, found+80(%rip)\n mov %r10, found+88(%rip)\n"
	"mov %r11, found+96(%rip)\n mov %r12, found+104(%rip)\n"
	"mov %r13, found+112(%rip)\n mov %r14, found+120(%rip)\n"
	"mov %r15, found+128(%rip)\n stmxcsr found+136(%rip)\n"
	"fnstcw found+140(%rip)\n movups %xmm0, found+144(%rip)\n"
	"movups %xmm1, found+160(%rip)\n movups %xmm7, found+176(%rip)\n"
	"movups %xmm15, found+192(%rip)\n and $-16, %rsp\n call start\n");

unsigned long found[26];

static long call(long nr, long a, long b, long c, long d)
{
	register long r10 __asm__("r10") = d;
	long ret;

	__asm__ volatile("syscall" : "=a"(ret)
			 : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10)
			 : "rcx", "r11", "memory");
	return ret;
}

static void put(unsigned long value)
{
	char text[17];

	for (int i = 15; i >= 0; i--, value >>= 4)
		text[i] = "0123456789abcdef"[value & 15];
	text[16] = '\n';
	call(SYS_write, 1, (long)text, 17, 0);
}

void start(void)
{
	unsigned long *stack = (unsigned long *)found[0], pending = 0, base = 0;

	put(found[0] & 15);
	for (int i = 1; i < 26; i++)
		put(found[i]);
	put(stack[0]);
	for (char **arg = (char **)(stack + 1); *arg; arg++)
		call(SYS_write, 1, (long)*arg, 4, 0);
	for (char **env = (char **)(stack + stack[0] + 2); *env; env++)
		for (char *c = *env; *c; c++)
			call(SYS_write, 1, (long)c, 1, 0);
	for (int fd = 3; fd < 64; fd++)
		put((unsigned long)call(SYS_fcntl, fd, 1, 0, 0));
	put((unsigned long)call(SYS_wait4, -1, 0, 0x40000000, 0));
	call(SYS_rt_sigpending, (long)&pending, 8, 0, 0);
	put(pending);
	call(SYS_rt_sigprocmask, 0, 0, (long)&pending, 8);
	put(pending);
	call(SYS_arch_prctl, 0x1004, (long)&base, 0, 0);
	put(base);
	call(SYS_arch_prctl, 0x1003, (long)&base, 0, 0);
	put(base);
	call(SYS_exit_group, 7, 0, 0, 0);
}
C
cc -O1 -fno-stack-protector -nostdlib -static -o first first.c || fail "cc first.c"
run env -i A=1 BC=2 ./first one two
expect_status 7
mv out native
[ "$(wc -l <native)" -gt 60 ] || fail "it finds too little"
run env -i A=1 BC=2 "$ZPOLINE" run -e 'zp.hook("*", function() end)' -- \
	./first one two
expect_status 7
diff native out || fail "its first instruction finds another state (< native)"
# with SIGCHLD blocked: the helper's end is not seen
blocked() {
	run env -i "$PYTHON" -c 'import os, signal, sys
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
os.execv(sys.argv[1], sys.argv[1:])' "$@"
	expect_status 7
}
blocked ./first
mv out native
blocked "$ZPOLINE" run -e '' -- ./first
diff native out || fail "SIGCHLD is blocked: another state (< native)"

# its environment, and that of what it starts
run env -i "$ZPOLINE" run -e '' -- /usr/bin/env
expect_status 0
expect_no_out
run env -i A=1 ZPOLINE_DOOR=exec "$ZPOLINE" run -e '' -- /bin/sh -c 'exec /usr/bin/env'
grep -v '^PWD=\|^A=1$\|^ZPOLINE_DOOR=exec$\|^_=\|^SHLVL=' out && fail "variables of ours"
zpoline run -e '' -- sh -c 'env | grep -E "^(LD_PRELOAD|ZPOLINE_[A-Z]*)=" || echo none'
expect_out none

# its own name, its file, its descriptors
zpoline run -e '' -- sh -c 'cat /proc/$$/comm; readlink /proc/$$/exe; ls /proc/$$/fd'
mv out ours
native sh -c 'cat /proc/$$/comm; readlink /proc/$$/exe; ls /proc/$$/fd'
diff out ours || fail "its name, its file or its descriptors (< native)"

# room for its heap: nothing of ours is there
cat >wide.c <<'C'
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	int n = 0;

	while (n < 3072 && sbrk(1 << 20) != (void *)-1)
		n++;
	printf("%d MiB\n", n);
	return 0;
}
C
for flag in -static -static-pie -no-pie; do
	cc -O1 -w $flag -o wide wide.c || fail "cc $flag wide.c"
	native ./wide
	mv out native
	zpoline run --door exec -e '' -- ./wide
	diff native out || fail "$flag: brk (< native)"
done

# --- where this door is shut -------------------------------------------------------

# who is traced already
run strace -f -o /dev/null "$ZPOLINE" run -o fd:1 -e 'print "hooked"' -- true
expect_status 0
expect_out hooked
find_err '^zpoline: the library comes by LD_PRELOAD, not at the exec: the command is traced already. Remedy: .*--preload$'
[ "$(wc -l <err)" -eq 1 ] || fail "more than one line"
run strace -f -o /dev/null "$ZPOLINE" run -e '' -- ./work.static text
expect_status 125
find_err 'work.static: it is linked statically.*cannot come in at the exec: the command is traced already. Remedy: '
[ "$(wc -l <err)" -eq 1 ] || fail "more than one line"
# behind a filter
cat >refuse.c <<'C'
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	const char *what = argv[1];
	unsigned int nr = strcmp(what, "ptrace") == 0	 ? SYS_ptrace
			  : strcmp(what, "clone") == 0	 ? SYS_clone
			  : strcmp(what, "memory") == 0 ? SYS_process_vm_writev
							 : SYS_memfd_create;
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, nr, 0, 1),
		BPF_STMT(BPF_RET | BPF_K,
			 strcmp(argv[2], "kill") == 0
				 ? SECCOMP_RET_KILL_PROCESS
				 : SECCOMP_RET_ERRNO | (unsigned int)atoi(argv[2])),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = {4, code};

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		return 77;
	execv(argv[3], argv + 3);
	return argc != 3;
}
C
cc -O1 -w -o refuse refuse.c || fail "cc refuse.c"
for filter in 'ptrace 1' 'ptrace 38' 'ptrace kill' 'clone 1' 'memory 38' 'memfd 1'; do
	# shellcheck disable=SC2086 # words
	run ./refuse $filter "$ZPOLINE" run -o fd:1 -e 'print "hooked"' -- /bin/true
	expect_status 0
	expect_out hooked
	find_err '^zpoline: the library comes by LD_PRELOAD, not at the exec: a seccomp filter, as of a container, does not let it \(.*\). Remedy: .*, or --preload$'
	[ "$(wc -l <err)" -eq 1 ] || fail "$filter: more than one line"
	# shellcheck disable=SC2086 # words
	run ./refuse $filter "$ZPOLINE" run -e '' -- ./work.static text
	expect_status 125
	find_err 'work.static: it is linked statically.*cannot come in at the exec: a seccomp filter'
	[ "$(wc -l <err)" -eq 1 ] || fail "$filter: more than one line"
	# shellcheck disable=SC2086 # words
	run ./refuse $filter "$ZPOLINE" run --preload -o fd:1 -e 'print "hooked"' -- /bin/true
	expect_out hooked
	expect_no_err
done
# whose library is there already
for door in '' '--door exec'; do
	# shellcheck disable=SC2086 # words, or none
	run env LD_PRELOAD="$TEST_LIB" "$ZPOLINE" run $door -o fd:1 -e 'print "hooked"' -- true
	expect_out hooked
	[ -z "$door" ] || find_err 'LD_PRELOAD names the library already. Remedy: unset it'
	[ -n "$door" ] || expect_no_err
done
# who asks for the other one
for door in --preload '--door preload' --door=preload; do
	# shellcheck disable=SC2086 # words
	zpoline run $door -e '' -- sh -c 'echo "${LD_PRELOAD##*/}"'
	expect_out libzpoline.so
	expect_no_err
done
run env ZPOLINE_DOOR=preload "$ZPOLINE" run -e '' -- ./work.static text
expect_status 125
find_err 'Remedy: leave out --preload, or unset ZPOLINE_DOOR'
run env ZPOLINE_DOOR=preload "$ZPOLINE" run --door=exec -e '' -- ./work.static text
expect_status 0
run env ZPOLINE_DOOR=front "$ZPOLINE" run -e '' -- true
expect_status 125
find_err '^zpoline: ZPOLINE_DOOR=front: unknown value'

# who may execute the program and not read it
if [ "$(id -u)" -eq 0 ]; then
	command_for_all
	cp /bin/true unreadable
	chmod 711 unreadable
	unprivileged
	zpoline run -o fd:1 -e 'print "hooked"' -- ./unreadable
	expect_status 0
	expect_out hooked
	find_err "not at the exec: the program's file cannot be read. Remedy: "
	# whose user may have no more processes
	needs prlimit
	run sh -c 'prlimit --nproc=0:0 --pid $$; exec "$@"' sh "$ZPOLINE" run -o fd:1 -e 'print "hooked"' -- /bin/true
	expect_out hooked
	find_err 'not at the exec: Resource temporarily unavailable. Remedy: raise ulimit -u, or --preload$'
	# and without rights of any kind
	zpoline run -o fd:1 -e 'print "hooked"' -- ./work.static text
	expect_status 0
	find_out '^hooked$'
	find_out '^text r 1$'
	as=
fi

# what all programs of a run are given can be read by them and not be written
cat >sealed.py <<'PY'
import fcntl, os, sys, time
F_GET_SEALS, F_SEAL_WRITE = 1034, 8

def is_sealed(folder, fd):
    if not os.readlink(folder + fd).startswith("/memfd:zpoline "):
        return False
    file = os.open(folder + fd, os.O_RDONLY)
    try:
        return fcntl.fcntl(file, F_GET_SEALS) & F_SEAL_WRITE
    finally:
        os.close(file)

folder = "/proc/%s/fd/" % sys.argv[1]
for i in range(100):
    try:
        if any(is_sealed(folder, fd) for fd in os.listdir(folder)):
            sys.exit(0)
    except FileNotFoundError:
        pass
    time.sleep(0.1)
sys.exit("no settings that are sealed")
PY
echo 'int zpoline_hook_init(void) { return 0; }' >none.c
cc -shared -fPIC -nostdlib -o none.so none.c || fail "cc none.c"
mkfifo go
for options in '-e x=0' '--reload -e x=0' --hook=./none.so; do
	# shellcheck disable=SC2086 # an option and its argument
	timeout 60 "$ZPOLINE" run $options -- sh -c 'echo $$ >number; read -r line' <go &
	exec 9>go
	n=0
	until [ -s number ] || [ $((n += 1)) -gt 100 ]; do sleep 0.1; done
	"$PYTHON" sealed.py "$(cat number)" || fail "$options: no seal"
	exec 9>&-
	wait
	rm number
done

# the limit on the size of files holds for the settings too, and nobody is killed by it
run sh -c '(ulimit -f 0; exec "$@") 2>&1 | cat' sh "$ZPOLINE" run -o fd:1 -e 'print "hooked"' -- /bin/true
expect_status 0
find_out 'not at the exec: File too large. Remedy: raise ulimit -f, or --preload$'
find_out '^hooked$'
zpoline run -s faketime -a at=2030-01-01T12:00:00 sh -c '(ulimit -f 0; exec date -u +%Y) | cat'
expect_status 0
expect_out 2030

# --- the log ------------------------------------------------------------------------

# The number of a descriptor that the library was given is nobody's: the log is not written to
# what the program opens with that number.
cat >opens.c <<'C'
#include <fcntl.h>
#include <unistd.h>

int main(void)
{
	int fd;

	do
		fd = open("opened", O_RDWR | O_CREAT | O_TRUNC, 0666);
	while (fd == 0);
	getppid();
	return write(fd, "data\n", 5) == 5 ? fd : 99;
}
C
cc -w -o opens opens.c
cat >lines.lua <<'LUA'
zp.hook("getppid", function() print "a line" end)
io.stderr:write "at start\n"
LUA
for closed in '2>&-' '0<&- 2>&-'; do
	rm -f opened
	run timeout -k 5 30 sh -c "exec \"\$1\" run -s ./lines.lua -- ./opens $closed" sh "$ZPOLINE"
	expect_status 2
	expect_no_out
	[ "$(cat opened)" = data ] || fail "$closed: in the program's file: $(cat opened)"
done
for number in 3 4; do
	run sh -c 'exec "$@" 3>&- 4>&-' sh "$ZPOLINE" run -o fd:$number -e 'print(1)' -- true
	expect_status 125
	find_err "ZPOLINE_LOG=fd:$number: cannot be opened"
done

# --- errors ------------------------------------------------------------------------

zpoline run --door front -e '' -- true
expect_status 2
find_err "^zpoline: --door is one of exec, preload, not 'front'"
printf 'no program' >text
chmod +x text
zpoline run -e '' -- ./text
expect_status 126
[ "$(wc -l <err)" -eq 1 ] || fail "more than one line"
zpoline run -e 'error("no")' -- ./work.static text
expect_status 125
expect_no_out
run sh -c 'ulimit -v 3000; exec "$@"' sh "$ZPOLINE" run -e '' -- ./first
[ "$status" -ne 7 ] || fail "it ran unhooked"
exit 0
