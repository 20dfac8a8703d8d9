#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# enter and exit handlers, with regs.data from one to the other.
. "$(dirname "$0")/../lib.sh"

echo text >file
hooked cat file missing
expect_status 1
expect_out text
expect_log 'file opened
missing ENOENT'
