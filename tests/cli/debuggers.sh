#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# gdb, strace and perf that are hooked do what they do natively with the programs that they
# start, which are hooked too. The calls of these are no signals for them.
. "$(dirname "$0")/cli.sh"
needs cc
needs_strace

# its own calls trap, as long as there are few
cc -g -o program -x c - <<'C' || fail cc
static int ask(void)
{
	long ret;

	__asm__ volatile("syscall" : "=a"(ret) : "0"(110L) : "rcx", "r11", "memory");
	return ret > 0;
}

int main(void)
{
	int asked = 1;

	asked += ask();
	return asked + ask();
}
C

# same COMMAND...: standard output and status as natively; the script is loaded in both
same() {
	native "$@"
	mv out theirs
	theirs=$status
	rm -f log
	zpoline run -o log -e 'print(zp.exe())' -- "$@"
	expect_status "$theirs"
	# numbers of processes, addresses
	sed -E 's/0x[0-9a-f]+|[0-9]{3,}/N/g' theirs >theirs.blurred
	sed -E 's/0x[0-9a-f]+|[0-9]{3,}/N/g' out | diff theirs.blurred - || fail "$*: (< native)"
	count_log 1 '/program$'
	! grep -e '--- SIGSYS' -e 'signal SIGSYS' out lines || fail "$*: there is a signal"
}

: >lines
same strace -f -o lines ./program
[ -s lines ] || fail "strace has written nothing"
# what it starts is the same
same strace -f -o lines sh -c './program; exit 7'
quiet='set debuginfod enabled off'
if command -v gdb >/dev/null && gdb -nx -batch -ex run ./program 2>&1 | grep -q 'code 03'; then
	same gdb -nx -batch -iex "$quiet" -ex run ./program
	find_out 'exited with code 03'
	same gdb -nx -batch -iex "$quiet" -ex 'break main' -ex run \
		-ex next -ex continue ./program
	find_out 'exited with code 03'
fi
if command -v perf >/dev/null && perf stat -o counts true 2>/dev/null; then
	# (perf may miss how a program ends that is short)
	same perf stat -o counts sh -c './program; :'
	[ -s counts ] || fail "perf has counted nothing"
fi

# a tracer that is not hooked has its program hooked as ever
run strace -f -o lines "$ZPOLINE" run --preload -o log --engine=sud -e 'print "hooked"' -- ./program
expect_status 3
grep -q -- '--- SIGSYS' lines || fail "no SIGSYS"
exit 0
