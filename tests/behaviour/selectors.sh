#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A hook is for a name, a number, a list of both, or every call.
. "$(dirname "$0")/../lib.sh"

hooked "$TEST_TARGETS/getpid"
expect_status 0
expect_log 'list getpid
number getpid
star getpid
list getppid
star getppid'
