#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/trace.lua: calls with names, quoted strings, results and error names.
. "$(dirname "$0")/../lib.sh"

script=$root/scripts/trace.lua
echo text >file
hooked head -qn 1 "$tmp/file" /nonexistent
expect_status 1
expect_out text
find_err '^head: .*No such file or directory$'
find_log "openat\\(.*\"$tmp/file\".*\\) += +3"
find_log 'openat\(.*"/nonexistent".*\) += +-1 ENOENT'
find_log 'write\((fd=)?1, .*"text\\n", .*5\) += +5'
find_log 'exit_group\(.*1\)'
