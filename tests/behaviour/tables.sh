#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zp.errno and zp.syscalls.
. "$(dirname "$0")/../lib.sh"

hooked true
expect_status 0
expect_log 'fine'
