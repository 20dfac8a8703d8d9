#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zp.path: what a call is about, by every way to name a file.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
local function say(regs)
  local path, why = zp.path(regs)
  print(regs.name, path or why)
end
zp.hook({ "stat", "lstat", "newfstatat", "openat", "openat2", "mkdirat", "chdir", "bind", "connect",
  "write", "fchmodat2", "sendmsg" }, function(regs)
  if zp.shared:get "on" then say(regs) end
end)
zp.hook("renameat2", function(regs)
  print("renameat2", (zp.path(regs, "oldpath")))
  print("renameat2", (zp.path(regs, "newpath")))
  print(select(2, pcall(zp.path, regs, "path")))
end)
zp.hook("getppid", function(regs) print(zp.path(regs)) zp.shared:set("on", 1) end)
LUA
mkdir dir dir/sub
echo text >dir/file
ln -s dir link
ln -s file dir/last
ln -s /dir/file dir/absolute
cat >program.py <<'PY'
import ctypes, os, socket, struct
libc = ctypes.CDLL(None, use_errno=True)
here = os.getcwd()
d = os.open("dir", os.O_RDONLY)
p = os.open("dir/file", os.O_RDONLY)
r, w = os.pipe()
os.getppid()
def call(nr, *args): return libc.syscall(nr, *args)
def stat(path, dfd=-100, flags=0): call(262, dfd, path, ctypes.create_string_buffer(256), flags)
def open2(path, resolve, flags=0, dfd=d):
    call(437, dfd, path, struct.pack("QQQ", flags, 0, resolve), 24)
stat(b"dir/./file"); stat(b"file", d); stat(b"../dir//sub/", d); stat(b"link/sub")
stat(b"dir/last"); stat(b"dir/last", -100, 0x100); stat(b"link", -100, 0x100); stat(b"link/", -100, 0x100)
stat(b"dir/none/../none"); stat(b"", d, 0x1000); stat(b"/proc/self/fd/%d" % p); stat(b"/dev/fd/%d" % p)
stat(b"x", 99); stat(b"/proc/self/fd/%d" % w); stat(b"link/sub/../file")
call(258, d, b"new", 0o700); os.chdir("link"); call(452, -100, b"last", 0o600, 0x100)
open2(b"/file", 0x10); open2(b"/../../file", 0x10); open2(b"absolute", 0x10); open2(b"../dir/file", 8)
open2(b"sub/../file", 8); open2(b"last", 4); open2(b"file", 0)
call(257, -100, ctypes.c_void_p(8), 0)
s = socket.socket(socket.AF_UNIX); s.bind("socket"); s.listen(1)
socket.socket(socket.AF_UNIX).connect("socket")
t = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
try: t.sendmsg([b"x"], [], 0, "nobody")
except OSError: pass
os.write(w, b"x")
call(316, d, b"absolute", -100, b"sub/moved", 0)
PY
hooked "$PYTHON" program.py
expect_status 0
sed "s#$tmp#HERE#" "$log" | sed 's/pipe:\[[0-9]*\]/PIPE/' >said
cat >expected <<'TEXT'
nil	the call has no path
newfstatat	HERE/dir/file
newfstatat	HERE/dir/file
newfstatat	HERE/dir/sub
newfstatat	HERE/dir/sub
newfstatat	HERE/dir/file
newfstatat	HERE/dir/last
newfstatat	HERE/link
newfstatat	HERE/dir
newfstatat	HERE/dir/none
newfstatat	HERE/dir
newfstatat	HERE/dir/file
newfstatat	HERE/dir/file
newfstatat	EBADF
newfstatat	PATH
newfstatat	HERE/dir/file
mkdirat	HERE/dir/new
chdir	HERE/dir
fchmodat2	HERE/dir/last
openat2	HERE/dir/file
openat2	HERE/dir/file
openat2	HERE/dir/dir/file
openat2	EXDEV
openat2	HERE/dir/file
openat2	ELOOP
openat2	HERE/dir/file
openat	EFAULT
bind	HERE/dir/socket
connect	HERE/dir/socket
sendmsg	HERE/dir/nobody
write	PIPE
renameat2	HERE/dir/absolute
renameat2	HERE/dir/sub/moved
zp.path: 'path' is no path of renameat2 (there is oldpath, newpath)
TEXT
sed -i 's#^newfstatat	/proc/.*/fd/[0-9]*$#newfstatat	PATH#' said
diff expected said || fail "not as expected (<)"
