#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/opensnoop.lua: who opens what, and what fails; children, threads.
. "$(dirname "$0")/../cli/cli.sh"

echo text >file
zpoline run -s opensnoop -o log -- sh -c 'cat file; cat nothere; exit 4'
expect_status 4
count_log 1 'PID COMM'
find_log '^ +[0-9]+ cat +3 +file$'
find_log '^ +[0-9]+ cat +-1 ENOENT +nothere$'
zpoline run -s opensnoop -a 'failed path=*nothere' -o log -- sh -c 'cat file nothere'
count_log 2 .
find_log 'ENOENT +nothere$'
