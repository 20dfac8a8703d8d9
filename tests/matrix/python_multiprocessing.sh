#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: python3
cat >work.py <<'END'
import multiprocessing as mp

def square(n):
    return n * n

def put(q, n):
    q.put(n * 10)

if __name__ == "__main__":
    for method in ("fork", "spawn"):
        ctx = mp.get_context(method)
        with ctx.Pool(2) as pool:
            print(method, pool.map(square, range(10)))
        q = ctx.Queue()
        p = ctx.Process(target=put, args=(q, 5))
        p.start()
        print(q.get(), p.join(), p.exitcode)
END
exec "$PYTHON" work.py
