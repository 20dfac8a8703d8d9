#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Signal handlers that leave by siglongjmp at any moment, also while a Lua
# handler runs: hooks go on working, and no handler is left half run.
. "$(dirname "$0")/../lib.sh"

same_output "$TEST_TARGETS/longjmp" busy
expect_status 0
expect_log 'begun and finished'
