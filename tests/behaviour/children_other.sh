#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Programs whose loader does not take the library along (musl's, one for 32-bit
# code, any other) are started as they are without it: no complaint, nothing of
# ours in their environment, what is not ours kept. One line names them, once. A
# copy of glibc's loader at another path takes it.
# shellcheck disable=SC2016 # for other shells
. "$(dirname "$0")/../lib.sh"
needs gcc

script <<'LUA'
zp.hook("getpid", function() return 42 end)
LUA
cat >shows.c <<'C'
#include <stdio.h>
#include <unistd.h>

extern char **environ;

int main(void)
{
	printf("%s\n", getpid() == 42 ? "hooked" : "not hooked");
	for (char **e = environ; *e; e++)
		puts(*e);
	return 7;
}
C

# same LIBRARIES OTHERS COMMAND: as with the others alone
same() {
	case $2 in
	'') run env A=1 sh -c "$3" ;;
	*) run env A=1 LD_PRELOAD="$2" sh -c "$3" ;;
	esac
	native_status=$status
	mv out native_out
	mv err native_err
	rm -f "$log"
	hooked LD_PRELOAD="$1" A=1 sh -c "$3"
	expect_status "$native_status"
	sort native_out >native_sorted
	sort out | diff native_sorted - || fail "$3: another environment (< native)"
	diff native_err err || fail "$3: a complaint"
	count_log 1 "not hooked, its calls are not seen: "
}

# as_native PROGRAM: by a shell, by env, by vfork, as a script's; with libraries
# of the user's around ours
as_native() {
	ln -sf "$1" link
	printf '#! %s\n' "$1" >script && chmod +x script
	same "$TEST_LIB" '' "'$1'; exit \$?"
	same "$TEST_LIB:libm.so.6" libm.so.6 "env X=1 '$1'"
	same "libm.so.6 $TEST_LIB:libdl.so.2" libm.so.6:libdl.so.2 "exec '$1'"
	same "libm.so.6  libdl.so.2:$TEST_LIB" 'libm.so.6  libdl.so.2' './link; exit $?'
	same "$TEST_LIB" '' './script; exit $?'
	for way in vfork fd preload; do
		same "$TEST_LIB" '' "'$TEST_TARGETS/exec_environment' $way '$1'"
	done
}

try_musl() {
	command -v musl-gcc >/dev/null || return 1
	musl-gcc -o musl shows.c || fail "musl-gcc"
	as_native "$tmp/musl"
	find_log "^zpoline: $tmp/musl: not hooked.*: its loader is not glibc's: /lib/ld-musl"

	# its loader by name, which loads the program
	loader=$(readelf -lW musl | sed -n 's/.*interpreter: \(.*\)]/\1/p')
	rm -f "$log"
	hooked sh -c "$loader ./musl; exit \$?"
	expect_status 7
	expect_no_err
	! grep -q '^ZPOLINE\|^LD_PRELOAD' out || fail "something of ours"
	count_log 1 "$loader: not hooked"

	# once, whoever starts it; not where the program's output goes
	rm -f "$log"
	hooked sh -c './musl; (./musl); ./musl | cat; env ./musl; sh -c ./musl; sh -c "./musl; ./musl"' >/dev/null
	[ "$(grep -c 'not hooked' "$log")" -le 4 ] || fail "a storm of lines"
	run sh -c "ZPOLINE_SCRIPT=$script LD_PRELOAD=$TEST_LIB sh -c './musl; true' 2>&1"
	! grep -q zpoline: out || fail "amid the output"
	run sh -c "ZPOLINE_SCRIPT=$script LD_PRELOAD=$TEST_LIB sh -c './musl; true' >/dev/null"
	find_err '^zpoline: \./musl: not hooked'
	[ "$(wc -l <err)" -eq 1 ] || fail "more than a line"
}

# A program of 32-bit code that has a loader, and what it prints.
try_32() {
	[ -e /lib/ld-linux.so.2 ] || return 1
	cat >wide.S <<'ASM'
	.globl _start
_start:
	mov (%esp), %ecx
	lea 8(%esp,%ecx,4), %esi
1:	mov (%esi), %ecx
	test %ecx, %ecx
	jz 3f
	mov %ecx, %edx
2:	cmpb $0, (%edx)
	lea 1(%edx), %edx
	jne 2b
	movb $10, -1(%edx)
	sub %ecx, %edx
	mov $1, %ebx
	mov $4, %eax
	int $0x80
	add $4, %esi
	jmp 1b
3:	mov $7, %ebx
	mov $1, %eax
	int $0x80
	.section .note.GNU-stack
ASM
	as --32 -o wide.o wide.S 2>/dev/null &&
		ld -m elf_i386 -dynamic-linker /lib/ld-linux.so.2 -o wide \
			wide.o -l:libc.so.6 -L/lib32 -L/usr/lib32 2>/dev/null ||
		return 1
	./wide >/dev/null
	[ $? -eq 7 ] || return 1
	as_native "$tmp/wide"
	find_log "^zpoline: $tmp/wide: not hooked.*: not x86-64"
	# and one that has none
	ld -m elf_i386 -static -o narrow wide.o || return 1
	: >"$log"
	hooked sh -c './narrow >narrow.out; :'
	find_log '^zpoline: ./narrow: not hooked.*: not x86-64'
}

# A program of any kind may be named as a loader.
try_own_loader() {
	cat >loader.S <<'ASM'
	.globl _start
_start:
	mov (%rsp), %rcx
	lea 16(%rsp,%rcx,8), %rbx
1:	mov (%rbx), %rsi
	test %rsi, %rsi
	jz 3f
	mov %rsi, %rdx
2:	cmpb $0, (%rdx)
	lea 1(%rdx), %rdx
	jne 2b
	movb $10, -1(%rdx)
	sub %rsi, %rdx
	mov $1, %edi
	mov $1, %eax
	syscall
	add $8, %rbx
	jmp 1b
3:	mov $7, %edi
	mov $60, %eax
	syscall
	.section .note.GNU-stack
ASM
	gcc -nostdlib -static -o loader loader.S || return 1
	gcc -Wl,--dynamic-linker="$tmp/loader" -o of_loader shows.c
	./of_loader >/dev/null
	[ $? -eq 7 ] || return 1
	as_native "$tmp/of_loader"
	find_log "of_loader: not hooked.*: its loader is not glibc's: $tmp/loader"
}

try_copy() {
	loader=$(readelf -lW /bin/sh | sed -n 's/.*interpreter: \(.*\)]/\1/p')
	mkdir folder && cp -L "$loader" folder/other-name.so
	gcc -Wl,--dynamic-linker="$tmp/folder/other-name.so" -o copied shows.c
	for how in ./copied 'folder/other-name.so ./copied'; do
		rm -f "$log"
		hooked sh -c "$how; exit \$?"
		expect_status 7
		expect_no_err
		find_out '^hooked$'
		[ ! -s "$log" ] || fail "$how: something in the log"
	done
}

try_copy
left_out=
for kind in musl 32 own_loader; do
	try_$kind || left_out="$left_out $kind"
done
[ -z "$left_out" ] || skip "well, but not possible here:$left_out"
