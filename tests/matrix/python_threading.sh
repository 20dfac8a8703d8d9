#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: python3
exec "$PYTHON" -c '
import queue, subprocess, threading, time
from concurrent.futures import ThreadPoolExecutor
q, total, lock = queue.Queue(), 0, threading.Lock()
def work():
    global total
    for n in iter(q.get, None):
        time.sleep(0.0001)
        with lock:
            total += n
threads = [threading.Thread(target=work) for _ in range(8)]
for t in threads: t.start()
for n in range(500): q.put(n)
for t in threads: q.put(None)
for t in threads: t.join()
print(total)
event = threading.Event()
threading.Timer(0.02, event.set).start()
print(event.wait(10), event.wait(0))
with ThreadPoolExecutor(4) as pool:
    print(list(pool.map(lambda n: subprocess.check_output(
        ["echo", str(n)], text=True).strip(), range(8))))
'
