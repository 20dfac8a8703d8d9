#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# ZPOLINE_STATE=thread: a Lua state for each thread, rules and zp.shared in
# common.
. "$(dirname "$0")/../lib.sh"
threads=$TEST_TARGETS/threads
chosen=$script

# Globals are the thread's; counters, shared values and events add up.
in_mode() {
	script=$chosen
	: >"$log"
	hooked ZPOLINE_STATE=thread "$threads" 8 500
	expect_status 0
	expect_out '4000 calls'
	count_log 8 '^thread 500 own$'
	count_log 1 '^exit: 4000 counted, 4000 shared, 8 threads, 0 here$'
	[ "$(wc -l <log)" -eq 9 ] || fail "more than that in the log"
}
each 'auto zpoline sud' in_mode

# by the script's own word
script <<'LUA'
zp.options { state = "thread" }
local mine = 0
zp.hook("getppid", function()
  mine = mine + 1
  zp.shared:incr("all")
end)
zp.on("exit", function() print(mine, zp.shared:get "all") end)
LUA
: >"$log"
hooked "$threads" 4 100
expect_log '0	400'

# a rule is one rule: the third call of all threads fails, and no other
script <<'LUA'
local i = zp.inject("getppid", { retval = -1, when = 3 })
zp.on("exit", function() print(i.hits, i.done) end)
LUA
: >"$log"
hooked ZPOLINE_STATE=thread "$threads" 4 100
expect_log '400	1'

# a filter is one too, and one state's handle leaves the others' alone
script <<'LUA'
local seen = 0
local h
h = zp.hook("close", { fd = 90 }, function()
  seen = seen + 1
  if zp.tid() ~= zp.pid() then h:remove() end
  print(zp.tid() == zp.pid() and "first" or "second", seen)
end)
LUA
: >"$log"
hooked ZPOLINE_STATE=thread "$TEST_TARGETS/calls" close:90 thread:close:90*3 close:90 close:91
expect_log 'first	1
second	1
second	1
second	1
first	2'

# a handler that fails in all threads is told of once
script <<'LUA'
zp.hook("getppid", function() error "no" end)
LUA
: >"$log"
hooked ZPOLINE_STATE=thread "$threads" 4 100
expect_out '400 calls'
count_log 1 ': no$'
count_log 1 "^zpoline: 400 errors in 400 calls of the hook on 'getppid'"

# a forked child of one thread: its own state goes on, those of others are gone
script <<'LUA'
local seen = 0
zp.hook("close", { fd = 90 }, function() seen = seen + 1 end)
zp.on("fork", function() seen = seen + 100 end)
zp.on("exit", function() print(seen) end)
LUA
: >"$log"
hooked ZPOLINE_STATE=thread "$TEST_TARGETS/calls" close:90 thread:close:90*3 fork:close:90
find_log '^102$'
find_log '^1$'

# the text is that of the start, whatever became of the file
cat >mod.lua <<'LUA'
return { word = "module" }
LUA
script <<'LUA'
local mod = require "mod"
local told = false
zp.hook("getppid", function()
  if not told then print(mod.word) end
  told = true
end)
zp.hook("clone3", function()
  zp.syscall("rename", "mod.lua", "gone.lua")
end)
LUA
: >"$log"
hooked ZPOLINE_STATE=thread "$threads" 2 10
expect_log 'module
module'

# a state goes with its thread
script <<'LUA'
local kept = ("x"):rep(1 << 20)
zp.hook("getppid", function() return #kept end)
LUA
: >"$log"
cat >many.py <<'PY'
import os, threading
for i in range(300):
    t = threading.Thread(target=os.getppid)
    t.start()
    t.join()
for line in open("/proc/self/status"):
    if line.startswith("VmRSS"):
        print("small" if int(line.split()[1]) < 60000 else line)
PY
hooked ZPOLINE_STATE=thread "$PYTHON" many.py
expect_out small

# also under a seccomp filter, where nothing is unmapped at a thread's end
cat >filtered.py <<'PY'
import ctypes, struct
allow = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0x7fff0000), 8)
program = ctypes.create_string_buffer(
    struct.pack("HxxxxxxQ", 1, ctypes.addressof(allow)), 16)
prctl = ctypes.CDLL(None).prctl
prctl(38, 1, 0, 0, 0)
if prctl(22, 2, program):
    print("no filter")
exec(open("many.py").read())
PY
hooked ZPOLINE_STATE=thread "$PYTHON" filtered.py
expect_out small

# without the memory for one a thread's calls are not hooked, and that is all
cat >limited.py <<'PY'
import ctypes, os, resource, sys, threading
libc = ctypes.CDLL(None)
r, w = os.pipe()
def ask():
    os.read(r, 1)
    print(libc.syscall(500))
t = threading.Thread(target=ask)
t.start()
size = int(open("/proc/self/statm").read().split()[0]) * 4096
size += int(sys.argv[1]) * 4096
resource.setrlimit(resource.RLIMIT_AS, (size, size))
os.write(w, b"x")
t.join()
PY
script <<'LUA'
local t = {}
for i = 1, 3000 do t[i] = {} end
zp.hook(500, function() return 1 end)
LUA
for pages in 0 20 40 60 80 100 120 140 160 180 200 300; do
	hooked ZPOLINE_STATE=thread "$PYTHON" limited.py $pages
	expect_status 0
	find_out '^(-1|1)$'
done

# it cannot be chosen later
script <<'LUA'
zp.hook("getppid", function() zp.options { state = "thread" } end)
LUA
: >"$log"
hooked "$threads" 1 1
hooked "$threads" 1 10
find_log 'state cannot be changed any more'
