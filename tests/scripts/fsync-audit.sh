#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/fsync-audit.lua: what was not synced before close, rename and the end.
. "$(dirname "$0")/../cli/cli.sh"

audit() {
	zpoline run -s fsync-audit -o log -- "$PYTHON" -c "
import os
def put(name, flags=0):
    fd = os.open(name, os.O_CREAT | os.O_WRONLY | flags)
    os.write(fd, b'12345')
    return fd
$1
os._exit(0)"
	expect_status 0
}
audit "fd = put('a'); os.fsync(fd); os.close(fd); os.rename('a', 'b')
fd = put('c', os.O_SYNC); os.close(fd)
os.close(os.open('/dev/null', os.O_WRONLY))
fd = put('t'); os.unlink('t'); os.close(fd)"
[ ! -s log ] || fail "all was synced"
audit "fd = put('a'); os.close(fd); os.rename('a', 'b')"
count_log 2 .
find_log "^[0-9]+ fsync-audit: $tmp/a closed: 5 bytes not synced\$"
find_log "^[0-9]+ fsync-audit: $tmp/a renamed to $tmp/b: 5 bytes not synced\$"
audit "fd = put('a')"
count_log 1 .
find_log "$tmp/a at the end: 5 bytes not synced\$"
