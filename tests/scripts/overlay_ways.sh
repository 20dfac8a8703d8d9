#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/overlay.lua: by whatever way a program reaches a file, the real tree stays as it
# is, and the program sees what it would see without: names of descriptors, files without a
# name, handles, attributes, numbers of files, readers of what is written, locks, watches,
# scripts and their interpreters, sockets, other users. An argument: that way only.
. "$(dirname "$0")/../cli/cli.sh"

cat >ways.py <<'PY'
import ctypes, errno, fcntl, os, select, socket, stat, struct, subprocess, sys, time
libc = ctypes.CDLL(None, use_errno=True)

def call(nr, *args):
    ret = libc.syscall(nr, *args)
    return ret if ret >= 0 else errno.errorcode[ctypes.get_errno()]

def read(path):
    with open(path) as f: return f.read().strip()

def write(path, text, flags="w"):
    with open(path, flags) as f: f.write(text)

def nameless():
    f = os.open(".", os.O_TMPFILE | os.O_RDWR, 0o640)
    os.write(f, b"nameless\n")
    print(call(265, -100, b"/proc/self/fd/%d" % f, -100, b"one1", 0x400))
    print(call(265, f, b"", -100, b"two2", 0x1000) if os.geteuid() == 0 else 0)
    g = os.open("/proc/self/fd/%d" % f, os.O_WRONLY | os.O_APPEND)
    os.write(g, b"more\n")
    print(read("one1"), oct(os.stat("one1").st_mode), sorted(os.listdir(".")))

def reopened():
    for name in ["/proc/self/fd/%d", "/dev/fd/%d", "/proc/thread-self/fd/%d"]:
        f = os.open("one", os.O_RDONLY)
        g = os.open(name % f, os.O_RDWR | os.O_APPEND)
        os.write(g, b"x")
        print(os.pread(f, 20, 0), os.fstat(f).st_size, os.path.samestat(os.fstat(f), os.fstat(g)))
    os.truncate("/proc/self/fd/%d" % f, 2)
    os.chmod("/proc/self/fd/%d" % f, 0o604)
    d = os.open("sub", os.O_RDONLY)
    write("/proc/self/fd/%d/three" % d, "over\n")
    write("/proc/self/cwd/made", "made\n")
    print(read("one"), oct(os.stat("one").st_mode), read("sub/three"), read("made"))

def attributes():
    f = os.open("one", os.O_RDONLY)
    flags = bytearray(8)
    try:
        fcntl.ioctl(f, 0x80086601, flags)
        fcntl.ioctl(f, 0x40086602, struct.pack("Q", flags[0] | 0x40)) # no dump
        fcntl.ioctl(f, 0x80086601, flags)
        if not flags[0] & 0x40: print("the flag is lost")
    except OSError as e: pass # not every file system has them
    for step in [lambda: os.fchmod(f, 0o601), lambda: os.utime(f, (3, 4)),
                 lambda: os.setxattr(f, "user.a", b"1"), lambda: os.chown(f, -1, -1),
                 lambda: os.setxattr("sub", "user.b", b"2"), lambda: os.chmod("sub", 0o750),
                 lambda: os.utime("sub", (7, 8)), lambda: os.removexattr("two", "user.own")]:
        try: print(step())
        except OSError as e: print(errno.errorcode[e.errno])
    print(oct(os.fstat(f).st_mode), os.stat("one").st_mtime, oct(os.stat("sub").st_mode), os.stat("sub").st_mtime)
    d = os.open("sub", os.O_RDONLY)
    os.fchmod(d, 0o711)
    print(oct(os.fstat(d).st_mode), oct(os.stat("sub").st_mode), os.listdir(d))
    print([os.listxattr(x) for x in ["sub", d, f]])
    os.unlink("one")
    os.fchmod(f, 0o642)
    print(oct(os.fstat(f).st_mode), os.path.exists("one"), os.read(f, 9))

def handles():
    h = ctypes.create_string_buffer(struct.pack("II", 120, 0) + bytes(120), 128)
    mount = os.open(".", os.O_RDONLY)
    if call(303, -100, b"one", h, ctypes.byref(ctypes.c_int()), 0) == 0:
        g = call(304, mount, h, os.O_WRONLY | os.O_APPEND)
        if isinstance(g, int): os.write(g, b"handled\n")
        else: print(g)
    print(read("one"))

def numbers():
    def of(path): s = os.lstat(path); return s.st_dev, s.st_ino
    before = {n: of(n) for n in ["one", "two", "sub", "sub/three", "link", "pair1"]}
    f = os.open("one", os.O_RDONLY)
    write("one", "more\n", "a"); os.chmod("two", 0o600); write("sub/three", "new\n"); os.utime("sub", (1, 1))
    os.utime("link", (1, 1), follow_symlinks=False); write("pair2", "both\n", "a")
    print([of(n) == before[n] for n in before], of("one") == (os.fstat(f).st_dev, os.fstat(f).st_ino))
    print(read("pair1"), of("pair1") == of("pair2"))
    print([e.inode() == os.lstat(e.path).st_ino for e in sorted(os.scandir("."), key=lambda e: e.name)])
    os.rename("one", "uno"); os.link("two", "deux")
    print(of("uno") == before["one"], of("deux") == before["two"], os.stat("two").st_nlink)
    write("tmp", "another\n"); os.rename("tmp", "uno")
    print(of("uno") == before["one"], read("uno"))
    x = call(332, -100, b"two", 0, 0x7ff, ctypes.create_string_buffer(256))
    print(x)

def readers():
    f = os.open("one", os.O_RDONLY); g = os.dup(f); os.lseek(f, 2, 0)
    if os.fork() == 0:
        write("one", "added\n", "a")
        os._exit(0)
    os.wait()
    print(os.fstat(f).st_size, os.read(f, 99), os.read(g, 9), os.pread(g, 99, 0))
    t = subprocess.Popen([sys.executable, "-c", """if 1:
        import sys
        f = open("two"); print(f.read(), flush=True); sys.stdin.readline(); print(f.read(), flush=True)"""],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    print(t.stdout.readline())
    write("two", "later\n", "a")
    print(t.communicate("\n")[0])

def locks():
    f = os.open("one", os.O_RDONLY)
    fcntl.flock(f, fcntl.LOCK_EX)
    g = os.open("two", os.O_RDONLY)
    fcntl.lockf(g, fcntl.LOCK_SH)
    if os.fork() == 0:
        for name, lock in [("one", fcntl.flock), ("two", fcntl.lockf)]:
            h = os.open(name, os.O_RDWR)
            try: print(lock(h, fcntl.LOCK_EX | fcntl.LOCK_NB))
            except OSError as e: print(errno.errorcode[e.errno])
        sys.stdout.flush()
        os._exit(0)
    os.wait()

def watches():
    i = libc.inotify_init()
    print(libc.inotify_add_watch(i, b"one", 2) > 0, libc.inotify_add_watch(i, b"sub", 0x100) > 0)
    write("one", "more\n", "a"); write("sub/new", "")
    time.sleep(0.01)
    print(bool(select.select([i], [], [], 5)[0]), len(os.read(i, 4096)) >= 32)

def scripts():
    write("s.sh", "#!/bin/sh\necho \"$0\" \"$@\"\n"); os.chmod("s.sh", 0o755)
    write("sub/t", "#! %s/interp  -one two \nx\n" % os.getcwd()); os.chmod("sub/t", 0o755)
    subprocess.call(["cp", "/bin/echo", "interp"])
    write("u", "#!%s/s.sh\n" % os.getcwd()); os.chmod("u", 0o755)
    subprocess.call(["cp", "/usr/bin/readlink", "rl"])
    def run(*words, **more):
        sys.stdout.flush()
        try: print(subprocess.call(words, **more))
        except OSError as e: print(errno.errorcode[e.errno])
    run("./s.sh", "a"); run("sub/t", "b", "c"); run("./u", "d"); run("./rl", "/proc/self/exe")
    run("other", executable="./s.sh")
    os.chmod("s.sh", 0o644)
    run("./s.sh")
    write("gone", "#!/nowhere/at/all\n"); os.chmod("gone", 0o755)
    run("./gone")
    for inherited in [True, False]:
        d = os.open("sub", os.O_RDONLY)
        os.set_inheritable(d, inherited)
        sys.stdout.flush()
        if os.fork() == 0:
            words = (ctypes.c_char_p * 3)(b"zero", b"e", None)
            call(322, d, b"t", words, ctypes.c_void_p(0), 0)
            os._exit(9)
        print(os.wait()[1])

def sockets():
    s = socket.socket(socket.AF_UNIX); s.bind("sock"); s.listen(2)
    long = os.getcwd() + "/" + "n" * 60
    os.mkdir(long)
    os.chdir(long); l = socket.socket(socket.AF_UNIX); l.bind("sock2"); l.listen(1); os.chdir("..")
    print(s.getsockname(), stat.S_ISSOCK(os.stat("sock").st_mode))
    code = "import socket; c = socket.socket(socket.AF_UNIX); c.connect('%s'); print(c.getpeername()); c.send(b'hello')"
    for server, name in [(s, "sock"), (l, "n" * 60 + "/sock2")]:
        c = subprocess.Popen([sys.executable, "-c", code % name if server is s else code % name.split("/")[1]],
            cwd=None if server is s else long)
        a, peer = server.accept()
        print(a.recv(9), peer)
        c.wait()
    try: socket.socket(socket.AF_UNIX).bind("sock")
    except OSError as e: print(errno.errorcode[e.errno])
    d = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); d.bind("dgram")
    e = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); e.bind("from")
    e.sendto(b"1", "dgram"); e.sendmsg([b"2"], [], 0, "dgram")
    print(d.recvfrom(9), d.recvfrom(9), sorted(os.listdir(".")))

def exchange():
    print(call(316, -100, b"one", -100, b"two", 2), read("one"), read("two"))
    print(call(316, -100, b"one", -100, b"none", 2), call(316, -100, b"one", -100, b"two", 1))
    print(call(316, -100, b"one", -100, b"two", 3))

def slashes():
    for what in [lambda: os.open("one/", os.O_RDONLY), lambda: os.open("new/", os.O_CREAT | os.O_WRONLY),
                 lambda: os.unlink("one/"), lambda: os.mkdir("new/"), lambda: os.lstat("sublink/").st_mode,
                 lambda: os.rmdir("sublink/"), lambda: os.rmdir("new/."), lambda: os.rmdir("new//"), lambda: os.unlink("sub"),
                 lambda: os.rename("one", "two/"), lambda: os.stat("one/.."), lambda: os.mkdir("none/new"),
                 lambda: os.open("one/new", os.O_CREAT | os.O_WRONLY), lambda: os.link("sub", "sub2")]:
        try: what(); print("done")
        except OSError as e: print(errno.errorcode[e.errno])

def resolves():
    write("sub/made", "made\n"); os.symlink("/made", "sub/abs"); os.symlink("../one", "sub/out")
    os.symlink("made", "sub/in"); os.symlink("/etc/passwd", "sub/far")
    d = os.open("sub", os.O_RDONLY)
    for resolve in [0, 1, 2, 4, 8, 16, 24, 20]:
        for path in [b"made", b"/made", b"three", b"abs", b"out", b"in", b"../one", b"../../one",
                     b"/etc/passwd", b"far", b"../../../../../../../etc/passwd"]:
            f = call(437, d, path, struct.pack("QQQ", os.O_RDONLY, 0, resolve), 24)
            print(resolve, path, f if isinstance(f, str) else os.read(f, 9))
        g = call(437, d, b"new%d" % resolve, struct.pack("QQQ", os.O_CREAT | os.O_WRONLY, 0o600, resolve), 24)
        g = call(437, d, b"three", struct.pack("QQQ", os.O_WRONLY | os.O_APPEND, 0, resolve), 24)
        if isinstance(g, int): os.write(g, b"+")
        else: print(g)
    print(read("sub/three"), sorted(os.listdir("sub")))

os.chdir(sys.argv[1])
globals()[sys.argv[2]]()
PY

describe() {
	find "$1" -printf '%P %y %m %n %s %T@ %l\n' -type f -exec cat {} + | sort
}
prepare() {
	rm -rf real up
	mkdir real real/sub
	for name in one two sub/three pair1; do
		echo "$name" >"real/$name"
	done
	ln real/pair1 real/pair2
	ln -s sub/three real/link
	ln -s sub real/sublink
	"$PYTHON" -c 'import os; os.setxattr("real/two", "user.own", b"x")' 2>/dev/null
}
ways="nameless reopened attributes handles numbers readers locks watches scripts sockets
	exchange slashes resolves"
[ $# -eq 0 ] || ways=$1
for way in $ways; do
	prepare
	native "$PYTHON" ways.py real "$way"
	expect_status 0
	mv out shown
	prepare
	describe real >before
	zpoline run -s overlay -a "upper=$tmp/up" -- "$PYTHON" ways.py real "$way"
	expect_status 0
	diff shown out || fail "$way: it sees something else (>)"
	describe real >after
	diff before after || fail "$way: the real tree has changed (>)"
done
[ $# -eq 0 ] || exit 0

# where the root is another file system
mkdir mounted
# shellcheck disable=SC2016 # for the other shell
if unshare -m mount -t tmpfs -o mode=1777 there mounted 2>/dev/null; then
	unshare -m sh -c 'mount -t tmpfs -o mode=1777 there "$1" &&
		TEST_CLEAN=1 TMPDIR=$1 sh "$2" resolves' sh "$tmp/mounted" "$here/overlay_ways.sh" ||
		fail "on another file system"
fi

# programs that would shut us out
prepare
cat >sandbox.py <<'PY'
import ctypes, os, struct
libc = ctypes.CDLL(None, use_errno=True)
fd = libc.syscall(444, struct.pack("Q", 8), 8, 0) # all of making folders
print(ctypes.get_errno())
if fd >= 0:
    libc.prctl(38, 1, 0, 0, 0)
    libc.syscall(446, fd, 0)
open("real/sub/new", "w")
PY
zpoline run -s overlay -a "upper=$tmp/up" -- "$PYTHON" sandbox.py
expect_status 0
expect_out 95

# as it is listed by other programs, by a later run, and copied
prepare
zpoline run -s overlay -a "upper=$tmp/up" -- sh -c 'echo more >>real/one; chmod 700 real/sub'
zpoline run -s overlay -a "upper=$tmp/up" -- stat -c '%i %a' real/one real/sub real/two
expect_out "$(stat -c %i real/one) 644
$(stat -c %i real/sub) 700
$(stat -c '%i %a' real/two)"

# a program with another loader than the real tree has
if command -v cc >/dev/null && loader=$(readelf -l /bin/true 2>/dev/null |
	sed -n 's/.*interpreter: \(.*\)]/\1/p') && [ -n "$loader" ]; then
	echo 'int main(void) { return 5; }' >p.c
	cc -o real/p p.c -Wl,--dynamic-linker="$tmp/real/loader" || fail "no program"
	zpoline run -s overlay -a "upper=$tmp/up" -- \
		sh -c "cp $loader real/loader && real/p; echo \$?"
	expect_out 5
fi

# users with fewer rights
[ "$(id -u)" -eq 0 ] || skip "well, but for programs that change the user, which needs root"
needs setpriv
command_for_all
chmod 755 "$tmp" real
mkdir -m 1777 real/all
mkdir real/his
chown 65534 real/his
echo his >real/his/file
chown 65534 real/his/file
describe real >before
as_other='setpriv --reuid=65534 --regid=65534 --clear-groups'
zpoline run -s overlay -a "upper=$tmp/up2" -- sh -c "
	echo root >real/by_root; mkdir real/folder
	$as_other sh -c 'cat real/by_root; echo other >real/all/x; cat real/all/x; echo more >>real/his/file
		cat real/his/file; echo no >real/no; ls real/all; rm real/all/x; echo y >real/all/y'
	cat real/all/y real/his/file; ls real/all; stat -c %u real/all/y; echo z >real/all/z; ls real/all"
expect_out 'root
other
his
more
x
y
his
more
y
65534
y
z'
[ "$(grep -c 'Permission denied' err)" -eq 1 ] || fail "not refused, or too much"
describe real >after
diff before after || fail "another user: the real tree has changed (>)"
# shellcheck disable=SC2086 # a list of words
zpoline run -s overlay -a "upper=$tmp/up2" -- $as_other cat real/all/z real/by_root
expect_out 'z
root'
