#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: /usr/bin/python3
# subprocess, threads, processes, asyncio, sockets, mmap, all at once.
cat >run.py <<'PYTHON'
import asyncio, concurrent.futures as cf, hashlib, mmap, multiprocessing as mp
import os, queue, signal, socket, subprocess, sys, tempfile, threading

def square(n):
    return n * n

def run(n):
    return int(subprocess.run(["echo", str(n)], capture_output=True).stdout)

async def child(n):
    p = await asyncio.create_subprocess_exec(
        "tr", "a-z", "A-Z", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    out, _ = await p.communicate(b"word%d" % n)
    return out.decode()

async def many():
    return await asyncio.gather(*(child(n) for n in range(30)))

def echo(server):
    while True:
        c, _ = server.accept()
        with c:
            data = c.recv(100)
            if data == b"stop":
                return
            c.sendall(data[::-1])

def sockets():
    server = socket.create_server(("127.0.0.1", 0))
    t = threading.Thread(target=echo, args=(server,))
    t.start()
    out = []
    for i in list(range(200)) + ["stop"]:
        with socket.create_connection(server.getsockname()) as c:
            c.sendall(str(i).encode())
            out.append(c.recv(100).decode())
    t.join()
    server.close()
    return hashlib.md5("".join(out).encode()).hexdigest()

if __name__ == "__main__":
    with cf.ThreadPoolExecutor(8) as pool:
        print(sum(pool.map(run, range(200))))
    for method in "fork", "spawn", "forkserver":
        with mp.get_context(method).Pool(3) as pool:
            print(method, sum(pool.map(square, range(2000))))
    print(asyncio.run(many()))
    print(sockets())
    with tempfile.TemporaryFile() as f:
        f.truncate(1 << 20)
        m = mmap.mmap(f.fileno(), 1 << 20)
        m[5:10] = b"hello"
        if os.fork() == 0:
            m[0:5] = b"child"
            os._exit(0)
        os.wait()
        print(m[0:10])
    hits = []
    signal.signal(signal.SIGALRM, lambda *a: hits.append(1))
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    while len(hits) < 100:
        os.getppid()
    signal.setitimer(signal.ITIMER_REAL, 0)
    print("alarms")
    q = queue.Queue()
    ts = [threading.Thread(target=lambda: [q.put(os.getpid()) for _ in range(500)])
          for _ in range(8)]
    [t.start() for t in ts], [t.join() for t in ts]
    print(q.qsize())
    print(subprocess.run([sys.executable, "-c", "import os; os.abort()"]).returncode)
PYTHON
"/usr/bin/python3" run.py
