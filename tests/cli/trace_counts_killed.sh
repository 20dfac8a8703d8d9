#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline trace -c counts what processes do until they are killed, and up to an exec.
. "$(dirname "$0")/cli.sh"

cat >die.py <<'PY'
import os, signal
if os.fork() == 0:
    for i in range(500):
        os.getppid()
    os.kill(os.getpid(), signal.SIGKILL)
os.wait()
for i in range(40):
    os.getppid()
os.execlp("python3", "python3", "-c", "import os; [os.getppid() for i in range(3)]; os.kill(os.getpid(), 9)")
PY
zpoline trace -c -o log -e getppid,kill "$PYTHON" die.py
expect_status 137
find_log ' 543 +getppid$'
