#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Libraries with C hooks are loaded by the program's own loader, glibc's or
# musl's, when the program's code begins. One line says so where there is none.
# shellcheck disable=SC2016 # for the program's shell
. "$(dirname "$0")/cli.sh"
needs cc
"$ZPOLINE" run -e '' -- true 2>err || fail "true does not run"
[ ! -s err ] || skip "no door at exec: $(cat err)"

cat >hooks.c <<'C'
#include <sys/syscall.h>
#include <zpoline.h>
#ifdef LIBC
#include <stdlib.h>
#else
#define getenv(name) ((char *)0)
#define atoi(text) 0
#endif

static int on_getppid(struct SyscallRegs *regs, void *arg)
{
	regs->rax = 4711 + (unsigned long)arg;
	zpoline_log("asked");
	return ZPOLINE_ANSWER;
}

static int on_result(struct SyscallRegs *regs, void *arg)
{
	struct SyscallRegs getpid = {.rax = SYS_getpid};

	(void)arg;
	regs->rax += zpoline_raw_syscall(&getpid) <= 0;
	return ZPOLINE_PASS;
}

static int on_getpgid(struct SyscallRegs *regs, void *arg)
{
	(void)arg;
	regs->rax = zpoline_call(regs) + 1;
	return ZPOLINE_ANSWER;
}

int zpoline_hook_init(void)
{
	const char *add = getenv("ADD");

	if (add && atoi(add) < 0)
		return 7;
	return zpoline_hook(SYS_getppid, on_getppid, (void *)(long)(add ? atoi(add) : 0)) ||
	       zpoline_hook_exit(SYS_getppid, on_result, 0) ||
	       zpoline_hook(SYS_getpgid, on_getpgid, 0) ||
	       zpoline_unhook(SYS_getuid, on_getpgid, 0);
}
C

cat >work.c <<'C'
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int first;

__attribute__((constructor)) static void begin(void)
{
	first = syscall(SYS_getppid);
}

/* What is at the program's entry point is what its file has there. */
static int is_intact(void)
{
	unsigned char bytes[16];
	const Elf64_Phdr *p = (const void *)getauxval(AT_PHDR);
	Elf64_Ehdr e;
	int fd = open("/proc/self/exe", O_RDONLY);
	unsigned long bias = getauxval(AT_ENTRY), at = 0;

	pread(fd, &e, sizeof(e), 0);
	bias -= e.e_entry;
	for (unsigned long i = 0; i < getauxval(AT_PHNUM); i++)
		if (p[i].p_type == PT_LOAD && e.e_entry - p[i].p_vaddr < p[i].p_filesz)
			at = e.e_entry - p[i].p_vaddr + p[i].p_offset;
	pread(fd, bytes, sizeof(bytes), at);
	close(fd);
	return memcmp((void *)getauxval(AT_ENTRY), bytes, sizeof(bytes)) == 0;
}

int main(int argc, char **argv)
{
	int fd = dup(0);

	close(fd);
	printf("%d %ld %d %d %d %d\n", first, syscall(SYS_getppid), is_intact(), fd,
	       open("/memfd:zpoline.h", O_RDONLY) == -1 && errno == ENOENT,
	       (int)(syscall(SYS_getpgid, 0) - syscall(SYS_getpgrp)));
	fflush(stdout);
	if (argc > 1 && vfork() == 0) {
		execv(argv[1], argv + 1);
		_exit(1);
	}
	wait(NULL);
	return 0;
}
C
# first instruction of the program, all later ones; intact; no descriptor is left; the
# object's path is no file; getpgid() is one more
well='4711 4711 1 3 1 1'

build() {
	kind=$1
	shift
	"$@" -O1 -w -o "work.$kind" work.c || fail "$*: work.c"
}
library() {
	name=$1
	shift
	"$@" -shared -fPIC -O2 -mgeneral-regs-only -I "$root/include" -o "$name" hooks.c ||
		fail "$*: hooks.c"
}
build dynamic cc
build fixed cc -no-pie
build static cc -static
library glibc.so cc -DLIBC
library now.so cc -DLIBC -fno-plt -Wl,-z,now -L "$build" -lzpoline
library plain.so cc -nostdlib
musl=
if command -v musl-gcc >/dev/null && musl-gcc -o any work.c 2>/dev/null; then
	musl=./work.musl
	build musl musl-gcc
	build musl_static musl-gcc -static
	library musl.so musl-gcc -DLIBC
fi

# hooks LIBRARY [OPTION]... PROGRAM...: what it prints and logs in out and log.
hooks() {
	hook=$1
	shift
	: >"$tmp/log"
	zpoline run -o "$tmp/log" --hook="$hook" "$@"
}
# well LIBRARY PROGRAM
well() {
	hooks "$@"
	expect_status 0
	expect_out "$well"
	expect_no_err
	count_log 2 '^zpoline: asked$'
}
count_log() {
	[ "$(grep -c -e "$2" "$tmp/log")" -eq "$1" ] || fail "not $1 lines of '$2' in the log"
}

for program in ./work.dynamic ./work.fixed; do
	for library in glibc.so now.so plain.so; do
		well "./$library" "$program"
	done
	hooks "$tmp/glibc.so:$tmp/plain.so" "$program"
	expect_out '4711 4711 1 3 1 2'
done
export LD_BIND_NOW=1
well glibc.so ./work.dynamic
unset LD_BIND_NOW
[ -z "$musl" ] || for library in musl.so plain.so; do
	well "./$library" "$musl"
done

# The call that opens the hooks' functions is not seen in musl's loader without the
# fallback, nor in any loader with the engine zpoline.
for program in ./work.dynamic $musl; do
	hooks ./plain.so --no-sud "$program"
	expect_status 0
	expect_no_err
	find_out ' 3 1 '
	"$TEST_TARGETS/can_map_zero" 2>/dev/null || continue
	hooks ./plain.so --no-sud --engine=zpoline "$program"
	expect_status 0
	expect_no_err
done

# --- beside a script -----------------------------------------------------------------

# It sees the loader's calls, and is asked behind the hooks; it does not see where the
# hooks' functions come from.
run "$ZPOLINE" run -o log --hook=glibc.so -e '
	local n = 0
	zp.hook("brk", function() n = n + 1 if n == 1 then print "first" end end)
	zp.hook("getppid", function() print "not asked" end)
	zp.hook("openat", { path = { "/memfd*", "*/glibc.so" } }, function(_, _, path)
		print((zp.mem.string(path):gsub(".*/", "")))
	end)' -- ./work.dynamic
expect_out "$well"
[ "$(cat log)" = 'first
glibc.so
memfd:zpoline.h
zpoline: asked
zpoline: asked' ] || [ "$(sort -u log)" = 'first
glibc.so
memfd:zpoline.h
zpoline: asked' ] || fail "what the script and the hooks see"

# --- constructors ----------------------------------------------------------------------

cat >before.c <<'C'
#include <sys/syscall.h>
#include <unistd.h>

__attribute__((constructor)) static void begin(void)
{
	write(2, syscall(SYS_getppid) == 4711 ? "hooked" : "before", 6);
}

int before;
C
printf 'extern int before; int main(void) { return before; }\n' >uses.c
# constructors LIBRARY EXPECTED CC...: those of the program's libraries
constructors() {
	hook=$1
	expected=$2
	shift 2
	"$@" -shared -fPIC -o libbefore.so before.c || fail "before.c"
	"$@" -o uses uses.c -Wl,-rpath,"$tmp" -L. -lbefore || fail "uses.c"
	hooks "$hook" ./uses
	expect_status 0
	[ "$(cat err)" = "$expected" ] || fail "a constructor is $(cat err)"
}
constructors glibc.so before cc
[ -z "$musl" ] || constructors musl.so hooked musl-gcc

# --- linked to the library ------------------------------------------------------------

# A program's loader loads the library once more, then: it is the one that is there.
cat >linked.c <<'C'
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <zpoline.h>

__attribute__((target("general-regs-only"))) static int
on_getppid(struct SyscallRegs *regs, void *arg)
{
	regs->rax = *(const unsigned int *)arg;
	return ZPOLINE_ANSWER;
}

static unsigned int answer = 4711;

#ifdef LIBRARY
__attribute__((constructor)) static void begin(void)
{
	zpoline_hook(SYS_getppid, on_getppid, &answer);
}
#else
int main(void)
{
	if (zpoline_hook(SYS_getppid, on_getppid, &answer) != 0)
		return 1;
	printf("%d\n", getppid());
	return zpoline_hook(-1, on_getppid, NULL) != -22;
}
#endif
C
cat >asks.c <<'C'
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	return !printf("%d\n", getppid());
}
C
cc -O1 -I "$root/include" -o linked linked.c -L "$build" -lzpoline || fail "cc linked.c"
cc -O1 -DLIBRARY -shared -fPIC -I "$root/include" -o linked.so linked.c \
	-L "$build" -lzpoline || fail "cc linked.c as a library"
cc -O1 -o asks asks.c || fail "cc asks.c"
ln -s "$TEST_LIB" libzpoline.so.0
# once ENVIRONMENT PROGRAM: it has started once, and knows of the hook
once() {
	for engine in auto sud; do
		run env LD_LIBRARY_PATH="$tmp" "$1" "$ZPOLINE" run \
			--engine=$engine -v -e 'zp.hook("getuid", function() end)' -- "$2"
		expect_status 0
		expect_out 4711
		find_err '^zpoline: calls: .* 1 to C hooks, 0 to scripts'
		[ "$(grep -c '^zpoline: calls' err)" -eq 1 ] || fail "it has started twice"
	done
}
once A=B ./linked
once LD_PRELOAD="$tmp/linked.so" ./asks

# --- children ---------------------------------------------------------------------------

for child in ./work.dynamic $musl; do
	hooks plain.so ./work.dynamic "$child"
	expect_status 0
	expect_out "$well
$well"
done
[ -z "$musl" ] || {
	hooks plain.so "$musl" ./work.dynamic
	expect_out "$well
$well"
}
hooks glibc.so sh -c 'cd /; exec env -i ADD=5 "$0"' "$tmp/work.dynamic"
expect_out "$(echo "$well" | sed 's/4711/4716/g')"

# --- where none can be loaded -----------------------------------------------------------

refused() {
	expect_status 125
	expect_no_out
	[ "$(wc -l <err)" -eq 1 ] || fail "not one line"
	find_err "^zpoline: ZPOLINE_HOOK: $1"
}
for kind in ./work.static ${musl:+./work.musl_static}; do
	hooks plain.so "$kind"
	refused 'the program has no loader.*static.*Remedy: '
	hooks plain.so ./work.dynamic "$kind"
	expect_status 0
	count_log 1 "$kind: without its C hooks: ZPOLINE_HOOK: the program has no loader"
	[ "$(wc -l <out)" -eq 2 ] || fail "it does not run"
done
for program in ./work.dynamic $musl; do
	hooks ./none.so "$program"
	refused '.*none.so'
	run env ADD=-1 "$ZPOLINE" run --hook=plain.so:./none.so -- "$program"
	refused '.*none.so'
done
run env ADD=-1 "$ZPOLINE" run --hook=glibc.so -- ./work.dynamic
refused 'zpoline_hook_init of ./glibc.so failed with 7'
cc -shared -fPIC -o without.so before.c || fail "before.c"
hooks without.so ./work.dynamic
expect_status 125
find_err 'without.so has no function zpoline_hook_init'

if [ "$(id -u)" -eq 0 ]; then
	command_for_all
	unprivileged
	chmod a+rw log
	well plain.so ./work.dynamic
	[ -z "$musl" ] || well plain.so "$musl"
fi
exit 0
