#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# ZPOLINE_RELOAD=1: a changed script is taken up while the program runs.
. "$(dirname "$0")/../lib.sh"
needs python3

# A program that asks the script who it is, once for each line on its standard
# input, after the line was done.
cat >ask.py <<'PY'
import ctypes, os, sys, time, threading
libc = ctypes.CDLL(None)
def ask():
    return libc.syscall(500)
def until(value):
    for i in range(500):
        if ask() == value:
            return print("got", value, flush=True)
        time.sleep(0.01)
    print("not", value, ask(), flush=True)
def write(text, to):
    with open(to + ".new", "w") as f:
        f.write(text)
    os.rename(to + ".new", to)
for step in sys.stdin.read().split("---\n"):
    command, _, text = step.partition("\n")
    words = command.split()
    if words[0] == "write":
        write(text, words[1])
    elif words[0] == "until":
        until(int(words[1]))
    elif words[0] == "stays":
        time.sleep(0.6)
        print("stays" if ask() == int(words[1]) else "changed", flush=True)
    elif words[0] == "thread":
        t = threading.Thread(target=until, args=(int(words[1]),))
        t.start()
        t.join()
    elif words[0] == "in_thread": # and this one makes no call meanwhile
        def both():
            write(text, words[2])
            until(int(words[1]))
            print("rule", libc.syscall(501), flush=True)
        t = threading.Thread(target=both)
        t.start()
        t.join()
    elif words[0] == "third": # 501 for the third time, in two threads
        n = [libc.syscall(501)]
        t = threading.Thread(target=lambda: n.extend(
            libc.syscall(501) for i in range(6)))
        t.start()
        t.join()
        print("of 7", n.count(9), flush=True)
    elif words[0] == "same_date":
        st = os.stat(words[1])
        with open(words[1], "r+") as f:
            f.write(text)
        os.utime(words[1], ns=(st.st_atime_ns, st.st_mtime_ns))
    elif words[0] == "unreadable":
        os.unlink(words[2])
        {"directory": os.mkdir, "fifo": os.mkfifo}[words[1]](words[2])
    elif words[0] == "rmdir":
        os.rmdir(words[1])
    elif words[0] == "chdir":
        os.chdir("/")
PY

# talk [VAR=value]...: the steps are on standard input
talk() {
	# shellcheck disable=SC2086 # words
	timeout 60 env LD_PRELOAD="$TEST_LIB" $mode_variables ZPOLINE_RELOAD=1 \
		ZPOLINE_SCRIPT=ask.lua ZPOLINE_LOG="$log" "$@" "$PYTHON" ask.py \
		>out 2>err
	status=$?
}

steps() {
	cat <<EOF
until 1
---
write $tmp/ask.lua
zp.hook(500, function() return 2 end)
zp.inject(501, { retval = 1 })
---
until 2
---
write $tmp/ask.lua
zp.inject(500, { retval = 77 })
zp.hook(500, function() return 3 end
---
stays 2
---
write $tmp/ask.lua
zp.hook(500, function() return require "word" end)
---
until 4
---
chdir
---
write $tmp/word.lua
return 5
---
until 5
---
thread 5
---
write $tmp/ask.lua
zp.hook(502, function() return 1 end)
---
until -1
EOF
}

changed() {
	: >"$log"
	echo 'zp.hook(500, function() return 1 end)' >ask.lua
	echo 'return 4' >word.lua
	steps >plan
	talk <plan
	[ "$status" -eq 0 ] || fail "exit status $status"
	expect_out 'got 1
got 2
stays
got 4
got 5
got 5
got -1'
	count_log 1 'and the one before stays in force: .*ask.lua:3: '
	n=$(grep -c 'the script has changed, and is in force' "$log")
	[ "$n" -eq 4 ] || fail "$n times in force"
}
each 'auto zpoline sud' changed
mode thread
changed
mode auto

# calls under way end with the handlers that they began with; a counter begins
# anew; nothing is left of the scripts before
cat >ask.lua <<'LUA'
zp.hook("clock_nanosleep", { enter = function(regs) regs.data = "first" end,
  exit = function(regs) print(regs.data) end })
zp.hook(500, function() return 1 end)
LUA
: >"$log"
cat >plan <<EOF
thread 1
---
write $tmp/ask.lua
zp.hook("clock_nanosleep", { exit = function(regs) if regs.data then print("mixed") end end })
zp.hook(500, function() return 2 end)
---
until 2
EOF
talk <plan
expect_out 'got 1
got 2'
! grep -q mixed "$log" || fail "a call met two scripts"

# what is no file, a module that is missing, a text of the same length and date
echo 'zp.hook(500, function() return 1 end)' >ask.lua
cat >steps <<EOF
until 1
---
unreadable directory $tmp/ask.lua
---
stays 1
---
rmdir $tmp/ask.lua
---
write $tmp/ask.lua
zp.hook(500, function() return 2 end)
---
until 2
---
same_date $tmp/ask.lua
zp.hook(500, function() return 3 end)
---
until 3
---
unreadable fifo $tmp/ask.lua
---
stays 3
---
write $tmp/ask.lua
zp.hook(500, function() return require "missing" end)
require "missing"
---
stays 3
---
write $tmp/missing.lua
return 4
---
until 4
EOF
talk <steps
expect_out 'got 1
stays
got 2
got 3
stays
stays
got 4'

# with a state for each thread: scripts that do not load leave no trace, and
# rules are those of the new ones, whatever other threads wait for
mode thread
cat >ask.lua <<'LUA'
zp.hook(500, function() return 1 end)
zp.inject(501, { retval = 9, when = 3 })
LUA
: >"$log"
cat >steps <<EOF
until 1
---
write $tmp/ask.lua
zp.inject(501, { retval = 9, when = 3 })
error "no"
---
stays 1
---
third
---
in_thread 2 $tmp/ask.lua
zp.hook(500, function() return 2 end)
zp.inject(501, { retval = 8 })
---
in_thread 3 $tmp/ask.lua
zp.hook(500, function() return 3 end)
EOF
talk <steps
expect_out 'got 1
stays
of 7 1
got 2
rule 8
got 3
rule -1'
mode auto

# without the variable a script is read once
echo 'zp.hook(500, function() return 1 end)' >ask.lua
printf 'until 1\n---\nwrite %s\nzp.hook(500, function() return 2 end)\n---\nstays 1\n' \
	"$tmp/ask.lua" >plan
talk ZPOLINE_RELOAD=0 <plan
expect_out 'got 1
stays'
