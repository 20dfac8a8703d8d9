#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# What is said at exit of a handler that fails has the calls of threads that are
# still there, or are not in this process.
. "$(dirname "$0")/../lib.sh"
needs "$PYTHON"

script <<'EOF'
zp.hook("getppid", function() error "always" end)
EOF
cat >program.py <<'EOF'
import os, threading

done, never = threading.Event(), threading.Event()
def run():
    for _ in range(10):
        os.getppid()
    done.set()
    never.wait()

threading.Thread(target=run, daemon=True).start()
done.wait()
os.getppid()
child = os.fork()
if child == 0:
    os.getppid()
else:
    os.waitpid(child, 0)
EOF
for state in shared thread; do
	rm -f log
	hooked ZPOLINE_STATE=$state "$PYTHON" program.py
	expect_status 0
	count_log 1 ' 12 errors in 12 calls '
	count_log 1 ' 11 errors in 11 calls '
done
