#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Filters come and go while calls wait for their handlers: none is asked about a
# call that its filter does not let pass.
. "$(dirname "$0")/../lib.sh"

for state in shared thread; do
	hooked ZPOLINE_STATE=$state "$TEST_TARGETS/closers" 100000
	expect_status 0
	expect_no_err
	find_log '^0	true$'
done
