#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zp.format and zp.decode take any call with any arguments, memory that is not
# there and memory full of nonsense.
. "$(dirname "$0")/../lib.sh"

hooked true
expect_status 0
expect_log fine
