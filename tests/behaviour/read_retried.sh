#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A handler around a call makes it again when a signal interrupted it.
. "$(dirname "$0")/../lib.sh"

native "$TEST_TARGETS/eintr"
expect_out EINTR
hooked "$TEST_TARGETS/eintr"
expect_status 0
expect_out data
expect_log retried
