#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: python3
exec "$PYTHON" -c '
import os, queue, signal, subprocess, threading, time
todo = queue.Queue()
def work():
    while todo.get() is not None:
        os.stat("/")
        os.listdir("/proc/self/task")
        time.thread_time() # a call that the vDSO hands on
        time.sleep(0.0005)
threads = [threading.Thread(target=work) for _ in range(6)]
for t in threads: t.start()
signal.signal(signal.SIGALRM, lambda *_: None)
signal.setitimer(signal.ITIMER_REAL, 0.003, 0.003)
for i in range(200): todo.put(i)
for t in threads: todo.put(None)
for t in threads: t.join()
signal.setitimer(signal.ITIMER_REAL, 0)
assert subprocess.run(["true"]).returncode == 0
if os.fork() == 0: os._exit(0)
os.wait()
'
