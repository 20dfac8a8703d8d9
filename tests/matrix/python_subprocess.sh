#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: python3
exec "$PYTHON" -c '
import os, subprocess, sys
print(subprocess.run(["echo", "hi"], capture_output=True).stdout)
print(subprocess.check_output("echo shell; exit 0", shell=True, text=True))
p = subprocess.Popen(["sort"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                     close_fds=True, start_new_session=True)
print(p.communicate(b"b\na\n"))
print([subprocess.call(["sh", "-c", "exit %d" % n]) for n in range(5)])
try:
    subprocess.run(["sleep", "60"], timeout=0.05)
except subprocess.TimeoutExpired as e:
    print("timeout", e.cmd)
try:
    subprocess.run(["/nonexistent"])
except FileNotFoundError as e:
    print(e)
pid = os.fork()
if pid == 0:
    os._exit(6)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
sys.exit(2)'
