#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A handler hooks a function of the vDSO while threads run through it.
. "$(dirname "$0")/../lib.sh"

for _ in 1 2 3 4; do
	hooked "$TEST_TARGETS/vdso" threads
	[ "$status" -ne 77 ] || skip "no vDSO"
	expect_status 0
	expect_out 'hooked
hooked
hooked
hooked'
done
