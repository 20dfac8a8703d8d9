#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Calls that the vDSO answers are seen while a handler wants them, also through
# pointers that the program took before, and in every engine.
. "$(dirname "$0")/../lib.sh"

native "$TEST_TARGETS/vdso" results
[ "$status" -ne 77 ] || skip "no vDSO"
# what this kernel's vDSO has, with the handlers' answers
sed 's/ .*//' out >names
: >expected
i=1000
for name in clock_gettime gettimeofday time clock_getres getcpu getrandom; do
	i=$((i + 1))
	! grep -qx "$name" names || echo "$name $i" >>expected
done

# MODE: in it.
every_way() {
	for way in results late; do
		hooked ZPOLINE_ARGS=$way "$TEST_TARGETS/vdso" $way
		expect_status 0
		diff expected out || fail "$1, $way: other answers (< expected)"
	done
}

each 'auto bare zpoline nonet sud' every_way
