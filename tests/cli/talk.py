# SPDX-License-Identifier: MIT OR Apache-2.0
# A server and a client of it, in two threads, by IPv4 and IPv6; for the tests of
# what watches the network. Prints what the client has met.
import os, socket, sys, threading

def serve(s):
    c, _ = s.accept()
    c.sendall(b"x" * len(c.recv(100)) * 2)
    c.close()

for family, host in (socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"):
    try:
        s = socket.socket(family)
        s.bind((host, 0))
    except OSError:
        continue
    s.listen()
    thread = threading.Thread(target=serve, args=(s,), daemon=True)
    thread.start()
    c = socket.socket(family)
    try:
        c.connect(s.getsockname())
        c.sendall(b"hello")
        got = 0
        while True:
            part = c.recv(100)
            if not part:
                break
            got += len(part)
        print(host, "got", got)
        thread.join()
    except OSError as e:
        print(host, e.strerror)
    c.close()
    s.close()
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try:
    print("sent", u.sendto(b"abc", ("127.0.0.1", 9)))
except OSError as e:
    print("datagram", e.strerror)
