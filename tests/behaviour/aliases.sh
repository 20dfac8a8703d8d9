#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The fields of regs that are not registers.
. "$(dirname "$0")/../lib.sh"

aliases() {
	hooked "$TEST_TARGETS/getpid"
	expect_status 0
	expect_log '39 getpid nil
ids true
site true
stack true
read-only true
39 getpid true'
}
each 'auto zpoline' aliases
