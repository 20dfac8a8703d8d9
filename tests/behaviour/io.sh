#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# io and os do what Lua's own do, at load and in handlers; what they cannot do
# safely is refused in one message that says what to use.
. "$(dirname "$0")/../lib.sh"
targets_for_all calls
needs lua5.4

cp "$script" same.lua
same=$tmp/same.lua
compare() {
	mkdir -m 777 work && cd work || exit 1
	native env SAID=so lua5.4 "$same"
	expect_status 0
	mv "$tmp/out" "$tmp/native_out"
	hooked SAID=so "$TEST_TARGETS/calls" getppid
	cd "$tmp" && rm -rf work
	expect_status 0
	diff native_out "$log" >"$tmp/differs" || {
		head -n 20 "$tmp/differs"
		fail "not as with lua5.4 (<), mode $1"
	}
	: >"$log"
}

{
	echo '_G.say = print'
	echo "zp.hook('getppid', function() dofile '$same' end)"
} >handler.lua
script=$tmp/handler.lua
each 'auto user zpoline sud' compare

script <<'LUA'
for _, refused in ipairs { io.read, io.lines, io.popen, os.exit, os.execute } do
  print(select(2, pcall(refused, nil)))
end
print(select(2, pcall(function() return io.stdin:read "a" end)))
print(require "io" == io, require "os" == os)
io.write("from ", "write ", 1, "\n")
io.stderr:write "from stderr\n"
LUA
hooked true
cat >expected <<'TEXT'
io.read: the standard input is the program's; io.open a file, or io.input one
io.lines: the standard input is the program's; io.open a file, or io.input one
io.popen: no program can be started from inside another's system call; io.open reads files, those of /proc among them
os.exit: the process is the program's; zp.syscall("kill", zp.pid(), 15) ends it as a signal does
os.execute: no program can be started from inside another's system call; let one that reads the log (ZPOLINE_LOG) do it
TEXT
head -n 5 "$log" | diff expected - || fail "messages differ (< expected)"
tail -n 4 "$log" | sed 's/^.*lua:[0-9]*: //' >said
cat >expected <<'TEXT'
io.read: the standard input is the program's; io.open a file, or io.input one
true	true
from write 1
from stderr
TEXT
diff expected said || fail "not as expected (<)"
