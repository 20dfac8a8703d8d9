#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: bwrap python3
# Namespaces of its own, a tree that is put together, and a filter that the program in
# there gets: uname is refused.
bwrap --ro-bind / / --dev /dev --proc /proc --unshare-all --die-with-parent \
	sh -c 'echo $$; hostname | wc -l; touch /x 2>/dev/null || echo closed'
bwrap --ro-bind / / --dev /dev --tmpfs /tmp --chdir /tmp --unshare-user --uid 7 --gid 8 \
	sh -c 'id -u; id -g; echo inside >f; cat f; find . -type f'
cat >filter.py <<'PY'
import struct
def code(op, jt, jf, k): return struct.pack("HBBI", op, jt, jf, k)
print(end="", flush=True)
open("filter", "wb").write(
    code(0x20, 0, 0, 0) + code(0x15, 0, 1, 63) + code(0x06, 0, 0, 0x00050000 | 38)
    + code(0x06, 0, 0, 0x7fff0000))
PY
python3 filter.py
bwrap --ro-bind / / --dev /dev --seccomp 9 9<filter sh -c 'uname 2>&1; echo "status $?"; ls /etc/passwd'
bwrap --ro-bind / / --dev /dev --seccomp 9 9<filter python3 -c '
import os, threading
try: os.uname()
except OSError as e: print(e.errno)
seen = []
for i in range(20):
    t = threading.Thread(target=lambda: seen.append(os.getppid() >= 0)); t.start(); t.join()
pid = os.fork()
if pid == 0: os._exit(3)
print(len(seen), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
os.execvp("sh", ["sh", "-c", "uname 2>&1; echo $?"])'
