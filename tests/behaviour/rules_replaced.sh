#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Rules of every kind come and go under the calls of other threads, which read them
# without a lock: what is removed is given back, and not before they are done with it.
. "$(dirname "$0")/../lib.sh"

for state in shared thread; do
	hooked ZPOLINE_STATE=$state "$TEST_TARGETS/closers" 100000
	expect_status 0
	expect_no_err
	find_log '^grown	true	changes	true$'
done
