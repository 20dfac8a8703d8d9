#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline trace of vfork children of vfork children, whose calls are made at the same
# place of the stack: each call's line is ended by its own, and all run on.
. "$(dirname "$0")/cli.sh"

zpoline trace -o log "$TEST_TARGETS/vfork_chain"
expect_status 0
expect_out '2, 0, 3'
count_log 3 'vfork\( <unfinished \.\.\.>$'
count_log 3 '<\.\.\. vfork resumed>\) += [0-9]+$'
count_log 1 'execve\(.*"true".* <unfinished \.\.\.>$'
count_log 1 '<\.\.\. execve resumed>\) += 0$'
for status in 2 3; do
	count_log 1 "\\+\\+\\+ exited with $status \\+\\+\\+\$"
done
count_log 2 '\+\+\+ exited with 0 \+\+\+$'
count_log 0 ' SIGSEGV'
