#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/count.lua: a table for each process; threads and forks count once.
. "$(dirname "$0")/../cli/cli.sh"

dd() { zpoline run -o log "$@" -- dd if=/dev/zero of=/dev/null bs=1 count=50 status=none; }
dd -s count
expect_status 0
find_log '^[0-9]+ dd: [0-9]+ calls$'
grep -qE '^ +50 +0 +[0-9.]+ +[0-9.]+ write$' log || fail "50 times write"
dd -s count -a 'write lseek'
! grep -q ' read$' log || fail "read is not asked for"

# the child has its own
cat >fork.py <<'PY'
import os, threading
for i in range(3):
    os.getppid()
if os.fork() == 0:
    threads = [threading.Thread(target=lambda: [os.getppid() for i in range(5)]) for t in range(4)]
    for t in threads: t.start()
    for t in threads: t.join()
else:
    os.wait()
PY
zpoline run -s count -a 'getppid clone clone3 fork' -o log -- "$PYTHON" -c '
import os
os.wait() if os.fork() else os._exit(0)'
[ "$(awk '/(clone3?|fork)$/ { n += $1 } END { print n }' log)" -eq 1 ] || fail "not one fork"
zpoline run -s count -a getppid -o log -- "$PYTHON" fork.py
[ "$(awk '$5 == "getppid" { print $1 }' log | tr '\n' ' ')" = '20 3 ' ] || fail "not 20 in the child and 3 in the parent"
