#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/netsnoop.lua: connections, in both families, and their bytes.
. "$(dirname "$0")/../cli/cli.sh"

zpoline run -s netsnoop -o log -- "$PYTHON" "$root/tests/cli/talk.py"
expect_status 0
find_out '^127.0.0.1 got 10$'
find_log ' bind +[0-9]+ 127\.0\.0\.1:0$'
find_log ' connect +[0-9]+ 127\.0\.0\.1:[0-9]+$'
find_log ' close +[0-9]+ 127\.0\.0\.1:[0-9]+ sent 5, received 10$'
find_log ' close +[0-9]+ 127\.0\.0\.1:[0-9]+ sent 10, received 5$'
find_log ' sendto +[0-9]+ 127\.0\.0\.1:9, 3 bytes$'
if grep -q '^::1 got 10$' out; then
	find_log ' close +[0-9]+ \[::1\]:[0-9]+ sent 5, received 10$'
fi
