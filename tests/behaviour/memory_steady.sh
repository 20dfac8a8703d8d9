#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Handlers that make garbage, scratch memory and errors do not make the process
# grow.
. "$(dirname "$0")/../lib.sh"

hooked "$TEST_TARGETS/growth" 30000
expect_status 0
expect_out 'grown by a MiB or more: 0'
find_log '^33000 calls$'
