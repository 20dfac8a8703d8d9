#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Handlers that run on and on, keep everything or call themselves for ever are
# stopped, each with one message, and the next one gets the call.
. "$(dirname "$0")/../lib.sh"

hooked "$TEST_TARGETS/getpid"
expect_status 0
expect_out 20
expect_no_err
count_log 3 'stopped: more than 5000000 Lua instructions. Remedy: '
count_log 2 'handler on .*: out of memory: .*Remedy: '
count_log 1 'lua:[0-9]+: stack overflow'
count_log 1 '^zpoline: .*C stack overflow'
count_log 1 '^zpoline: .*lua:15: .*lua:15: '
count_log 8 '1 errors in 1 calls of the hook on'
