#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zp.mem: reads and writes the program's memory; a bad address is an error
# value.
. "$(dirname "$0")/../lib.sh"

native "$TEST_TARGETS/own_memory"
expect_out '-22 before'
hooked "$TEST_TARGETS/own_memory"
expect_status 0
expect_out '0 after'
expect_log 'before
before
bef
true
written true
string nil EFAULT
read nil EFAULT
write nil EFAULT
kernel nil EFAULT'
