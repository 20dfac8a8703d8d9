#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Several C hooks of a call: in the order in which they came, around the rest, and
# of results; alone, and with handlers between them.
. "$(dirname "$0")/../lib.sh"
targets_for_all c_hooks_chain c_NOTHING.so

check() {
	preload ZPOLINE_LOG="$log" ZPOLINE_HOOK="$(named "$1")" "$TEST_TARGETS/c_hooks_chain"
	expect_status 0
	expect_out well
	expect_log 'zpoline: said in a hook'
	: >"$log"
	hooked ZPOLINE_HOOK="$(named "$1")" "$TEST_TARGETS/c_hooks_chain"
	expect_status 0
	expect_out well
	[ "$(grep -c '^getppid' "$log")" -ge 6 ] || fail "the handler was not asked"
	: >"$log"
}
script <<'LUA'
zp.hook("*", function(regs) if regs.name == "getppid" then print "getppid" end end)
LUA
each 'auto bare keys zpoline nonet thread user sud sud_user exec' check

# Those of two libraries, and what comes of the call when the first one answers.
cat >hooks.c <<'C'
#include <sys/syscall.h>
#include <zpoline.h>

static int on_getppid(struct SyscallRegs *regs, void *arg)
{
	(void)arg;
	zpoline_log(NAME);
	regs->rax += ADDS;
	return ZPOLINE_PASS;
}

int zpoline_hook_init(void)
{
	return zpoline_hook_exit(SYS_getppid, on_getppid, 0);
}
C
needs cc
for name in first second; do
	cc -shared -fPIC -O2 -mgeneral-regs-only -I "$root/include" \
		-DNAME="\"$name\"" -DADDS=1 -o "$name.so" hooks.c || fail "cc"
done
script <<'LUA'
zp.hook("getppid", function() return 40 end)
LUA
# shellcheck disable=SC2016 # for the other shell
hooked ZPOLINE_HOOK=./first.so:./second.so sh -c 'echo $PPID'
expect_out 42
expect_log 'zpoline: first
zpoline: second'
