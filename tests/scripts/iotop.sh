#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/iotop.lua: bytes by file, whatever number it has.
. "$(dirname "$0")/../cli/cli.sh"

zpoline run -s iotop -o log -- dd if=/dev/zero of=file bs=1000 count=7 status=none
expect_status 0
find_log '^[0-9]+ dd: [0-9]+ files?$'
find_log "^ +0 +7000 +7 +[0-9.]+ $tmp/file\$"
find_log '^ +7000 +0 +7 +[0-9.]+ /dev/zero$'
zpoline run -s iotop -a top=1 -o log -- "$PYTHON" -c '
import os
for name in "a", "b":
    fd = os.open(name, os.O_CREAT | os.O_WRONLY)
    os.write(fd, b"x" * (100000 if name == "b" else 5))
    os.close(fd)'
find_log " +100000 +1 +[0-9.]+ $tmp/b\$"
! grep -q "$tmp/a\$" log || fail "more than one row"
