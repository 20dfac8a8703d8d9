#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: python3
# varies: poll
exec "$PYTHON" -c '
import json, os, socket, subprocess, tempfile
with tempfile.TemporaryDirectory() as folder:
    with open(os.path.join(folder, "file"), "w") as f:
        json.dump({"a": 1}, f)
    print(os.listdir(folder))
a, b = socket.socketpair()
a.send(b"x"); print(b.recv(1))
print(subprocess.run(["echo", "child"], capture_output=True).returncode)
if os.fork() == 0: os._exit(0)
os.wait()'
