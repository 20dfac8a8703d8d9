# SPDX-License-Identifier: MIT OR Apache-2.0
# Sockets of several kinds, threads, children, waiting, files: the calls that
# Python makes for them are traced.
import fcntl
import mmap
import os
import resource
import select
import signal
import socket
import subprocess
import tempfile
import threading
import time


def serve(listener):
    peer, _ = listener.accept()
    peer.sendall(peer.recv(100) * 20)
    peer.close()


def streams():
    for family, address in (
        (socket.AF_INET, ("127.0.0.1", 0)),
        (socket.AF_INET6, ("::1", 0)),
        (socket.AF_UNIX, "\0abstract%d" % os.getpid()),
    ):
        listener = socket.socket(family)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
        except OSError:  # no IPv6
            continue
        listener.listen(5)
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        client = socket.socket(family)
        client.connect(listener.getsockname())
        client.send(b"hello")
        client.recv(1000)
        client.close()
        thread.join()
        listener.close()


def datagrams():
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 0))
    udp.sendto(b"x", udp.getsockname())
    udp.recvfrom(10)
    udp.settimeout(0.01)
    try:
        udp.recv(1)
    except OSError:
        pass
    left, right = socket.socketpair()
    left.sendmsg(
        [b"ab", b"cd"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, b"\1\0\0\0")]
    )
    right.recvmsg(10, 100)


def children():
    subprocess.run(["sh", "-c", "echo hi; exit 3"], capture_output=True, check=False)
    child = os.fork()
    if child == 0:
        os._exit(7)
    os.waitpid(child, 0)


def waiting():
    reader, writer = os.pipe()
    os.write(writer, b"x")
    select.select([reader], [writer], [], 1)
    epoll = select.epoll()
    epoll.register(reader, select.EPOLLIN)
    epoll.poll(1)
    poll = select.poll()
    poll.register(reader, select.POLLIN)
    poll.poll(10)
    os.read(reader, 1)
    poll.poll(1)
    select.select([reader], [], [], 0.001)
    signal.signal(signal.SIGALRM, lambda *_: None)
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    time.sleep(0.03)


def files():
    with tempfile.NamedTemporaryFile() as file:
        file.write(b"data" * 100)
        file.flush()
        mmap.mmap(file.fileno(), 0).close()
        os.ftruncate(file.fileno(), 3)
        fcntl.flock(file, fcntl.LOCK_EX)
        fcntl.lockf(file, fcntl.LOCK_EX)
        os.utime(file.name, (1, 2))
        os.chmod(file.name, 0o600)
        os.stat(file.name)
        os.statvfs(file.name)
    os.listdir("/")


def process():
    resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.getrusage(resource.RUSAGE_SELF)
    os.uname()
    os.sched_getaffinity(0)
    os.getgroups()
    os.getpriority(0, 0)
    os.times()


streams()
datagrams()
children()
waiting()
files()
process()
