#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Scripts make system calls of their own, by name or number; hooks are not
# asked about them.
. "$(dirname "$0")/../lib.sh"

hooked "$TEST_TARGETS/getpid"
expect_status 0
expect_log "cwd $tmp
number true
error ENOENT
hooks 0"
