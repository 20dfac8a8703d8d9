#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Hooks of one call run in the order of registration; regs:call() is the rest
# of the chain.
. "$(dirname "$0")/../lib.sh"

hooked "$TEST_TARGETS/getpid"
expect_status 0
expect_out 1100
expect_log 'first
around
third
around 100
exit 1100'
