#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zp.backtrace in static programs: with an index of their unwind entries (static PIE) and
# without one, stripped as well. Each function down to the start of the program is there.
. "$(dirname "$0")/../lib.sh"
needs cc strip
cat >program.c <<'C'
#include <unistd.h>

#define PLAIN __attribute__((noinline))

PLAIN int leaf(int a)
{
	a += getppid();
	__asm__ volatile("" : "+r"(a));
	return a;
}

/* without a frame pointer, and with room of its own */
PLAIN int inner(int a)
{
	char room[100];

	__asm__ volatile("" : : "r"(room) : "memory");
	a += leaf(a);
	__asm__ volatile("" : "+r"(a));
	return a;
}

PLAIN int outer(int a)
{
	a += inner(a);
	__asm__ volatile("" : "+r"(a));
	return a;
}

int main(void)
{
	return outer(1) == 0;
}
C
script <<'LUA'
zp.hook("getppid", function(regs)
  local t = zp.backtrace(regs)
  local names = {}
  for i = 2, 5 do names[#names + 1] = t[i] and (t[i].symbol or "none") end
  print(table.concat(names, " "), #t >= 7)
end)
LUA
made=
for flags in -static-pie -static '-static -Wl,--eh-frame-hdr'; do
	# shellcheck disable=SC2086 # a list of words
	cc -O2 -fomit-frame-pointer $flags -o program program.c 2>/dev/null || continue
	made=1
	strip -o stripped program
	for run in 'program leaf inner outer main' 'stripped none none none none'; do
		: >"$log"
		at_exec ZPOLINE_SCRIPT="$script" ZPOLINE_LOG="$log" ./"${run%% *}"
		expect_status 0
		expect_log "${run#* }	true"
	done
done
[ -n "$made" ] || skip "cc does not link with -static"
exit 0
