#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zp.count with by="made" counts each descriptor that a call makes; with last it keeps
# what a key's last call was, and who made it.
. "$(dirname "$0")/../lib.sh"

cat >makes.py <<'PY'
import fcntl, os, select, socket
file = os.open("/dev/null", os.O_RDONLY)
while os.dup(file) < 99: pass

assert os.dup(file) == 100
os.close(100)
assert os.open("/dev/zero", os.O_RDONLY) == 100           # 100: made twice, closed before
assert os.dup(file) == 101
os.close(101)                                             # 101: closed
assert os.pipe() == (101, 102)                            # made again, by another call
a, b = socket.socketpair()
assert (a.fileno(), b.fileno()) == (103, 104)
assert fcntl.fcntl(file, fcntl.F_DUPFD, 105) == 105
assert fcntl.fcntl(file, fcntl.F_GETFD) == 1              # makes none
os.dup2(file, 106)
e = select.epoll()
assert e.fileno() == 107
assert os.open("/dev/null", os.O_RDONLY) == 108
try: os.open("/nonexistent", os.O_RDONLY)
except OSError: pass
os.pipe()
os.close(101)
for _ in range(3): os.getppid()
os._exit(0)
PY

all() {
	: >"$log"
	# its own descriptors only
	hooked "$PYTHON" -S makes.py
	expect_status 0
	grep -v '^closed\|^makers' "$log" >said
	cat >wanted <<'TEXT'
100 2 openat ret=100
101 2 pipe2 ret=0
102 1 pipe2 ret=0
103 1 socketpair ret=0
104 1 socketpair ret=0
105 1 fcntl ret=105
106 1 dup2 ret=106
107 1 epoll_create1 ret=107
108 1 openat ret=108
109 1 pipe2 ret=0
110 1 pipe2 ret=0
100 is open
101 is closed
few 1 3 pipe2 nil
hist getppid getppid
stacks 1 2
taken pipe2 nil
removed socketpair
TEXT
	diff wanted said || fail "$1: not what was made (<)"
	find_log '^closed 100 close nil nil$'
	grep -qx 'makers dup2 epoll_create1 fcntl openat pipe2 socketpair' "$log" || fail "$1: other calls"
}

script=$here/counts_last.lua
each 'auto sud thread' all

# the child of a fork goes on from what its parent has kept
script <<'LUA'
local made = zp.count("openat", { path = "/dev/null" }, { by = "made", last = true })
zp.on("exit", function()
  local list = {}
  for _, row in ipairs(made:rows()) do
    list[#list + 1] = ("%d:%s"):format(row.calls, row.last.tid == zp.pid() and "own" or "parent")
  end
  table.sort(list)
  zp.log(table.concat(list, " "))
end)
LUA
: >"$log"
hooked "$PYTHON" -S -c 'import os
os.open("/dev/null", os.O_RDONLY)
pid = os.fork()
if not pid:
    os.open("/dev/null", os.O_RDONLY)
    os._exit(0)
os.waitpid(pid, 0)
os._exit(0)'
sort "$log" >said
printf '%s\n' '1:own' '1:own 1:parent' >wanted
diff wanted said || fail "after a fork (<)"

# threads that make and close the same numbers: each says who was last, whole
script <<'LUA'
local made = zp.count("*", nil, { by = "made", last = "stack" })
zp.on("exit", function()
  local n = 0
  for _, row in ipairs(made:rows()) do
    if row.last then
      n = n + 1
      assert(row.last.syscall:find "open" or row.last.syscall:find "dup")
      for _, frame in ipairs(row.last.stack) do assert(frame.addr > 4096) end
    end
  end
  zp.log("known %s", n > 0)
end)
LUA
: >"$log"
hooked "$PYTHON" -S -c 'import os, threading
def work():
    for _ in range(2000): os.close(os.open("/dev/null", os.O_RDONLY))
threads = [threading.Thread(target=work) for _ in range(4)]
for t in threads: t.start()
for t in threads: t.join()
os._exit(0)'
expect_status 0
expect_log='known true'
grep -qx "$expect_log" "$log" || fail "$(cat "$log")"
