#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline trace of a thread whose first line is of a call that its vfork child makes: all
# lines of the thread and its later children are there.
. "$(dirname "$0")/cli.sh"

zpoline trace -o log -e trace=execve "$TEST_TARGETS/vfork_thread"
expect_status 0
expect_out '3 programs'
count_log 3 'execve\("/bin/true"'
count_log 5 '\+\+\+ exited with 0 \+\+\+$' # programs, the thread, the process
