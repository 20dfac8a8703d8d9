#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline trace of processes whose first thread ends by exit: the end of each task has
# one line, and in JSON that of each process an object of its own.
. "$(dirname "$0")/cli.sh"

zpoline trace -o log "$TEST_TARGETS/first_thread_exits"
expect_status 0
count_log 10 '\+\+\+ exited with 3 \+\+\+$'
count_log 2 '\+\+\+ exited with 0 \+\+\+$'
zpoline trace --json -o log "$TEST_TARGETS/first_thread_exits"
count_log 12 '"event":"exit","process":false'
count_log 1 '"event":"exit","process":true,"status":0'
