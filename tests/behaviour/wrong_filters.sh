#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# What is wrong with a selector, a filter or a rule is said once, and the program
# does not start.
. "$(dirname "$0")/../lib.sh"

while IFS='	' read -r regex text; do
	echo "$text" >wrong.lua
	rm -f started
	refused "wrong\\.lua:1: .*$regex" ZPOLINE_SCRIPT="$tmp/wrong.lua"
done <<'LIST'
unknown class '%files' \(known are %file, %desc	zp.hook("%files", print)
unknown system call 'opennat' \(did you mean 'openat'	zp.hook({ "read", "!opennat" }, print)
the list of system calls is empty	zp.hook({}, print)
number 5000 is out of range	zp.count(5000)
named by a name, a number, .* not by a boolean	zp.hook(true, print)
'close' has no argument 'path'	zp.hook("close", { path = "x" }, print)
no call has an argument 'pathh'	zp.hook("%file", { pathh = "x" }, print)
filter 'fd' is not a test: it may be an integer	zp.hook("read", { fd = "three" }, print)
filter 'fd' is not a test	zp.hook("read", { fd = "<" }, print)
filter 'fd' is not a test	zp.hook("read", { fd = "1..x" }, print)
filter 'fd' is not a test	zp.hook("read", { fd = "<<3" }, print)
filter 'fd' is not a test	zp.hook("read", { fd = 1.5 }, print)
filter 'fd' is not a test	zp.hook("read", { fd = { 1, "x" } }, print)
filter 'fd' is not a test	zp.hook("read", { fd = { "=>", 1 } }, print)
a list has 1 to 64 integers	zp.hook("read", { fd = {} }, print)
filter 'path' is a pattern .* not a number	zp.hook("openat", { path = 3 }, print)
a list has 1 to 64 patterns	zp.hook("openat", { path = {} }, print)
a filter is a table of tests	zp.hook("openat", { "/etc" }, print)
it filters exit handlers	zp.hook("read", { ret = "<0" }, print)
table expected, got string	zp.hook("read", "fd", print)
unknown handler 'entry'	zp.hook("read", {}, { entry = print })
'ret' is known after the call	zp.count("read", { ret = 0 })
a linear histogram has a step	zp.hist("read", nil, { from = 3 })
unknown option 'bye' \(known are: by frames last max sum	zp.count("read", nil, { bye = "fd" })
'read' has no argument 'path' to count by	zp.count("read", nil, { by = "path" })
no call has an argument 'pathh' to count by \(comm, errno	zp.count("%file", nil, { by = "pathh" })
by is a word, or a list of words	zp.count("read", nil, { by = 3 })
by is a word, or a list of words	zp.count("read", nil, { by = {} })
by has at most 4 words	zp.count("read", nil, { by = { "fd", "tid", "comm", "ret", "errno" } })
sum is "ret", "bytes" or "took", .* not 'calls'	zp.count("read", nil, { sum = "calls" })
max is a number of cells, from 1 to 65536	zp.count("read", nil, { by = "fd", max = 0 })
frames is a number from 1 to 64	zp.count("read", nil, { by = "stack", frames = 65 })
unknown option 'sum' \(known are: by frames from last max step	zp.hist("read", nil, { sum = "ret" })
a linear histogram has a step	zp.hist("read", nil, { by = "fd", from = 3 })
last is true, false or 'stack', not 'call'	zp.count("read", nil, { by = "fd", last = "call" })
last is of a key. Remedy: add by=	zp.count("read", nil, { sum = "ret", last = true })
'read' makes no descriptors to count by	zp.count("read", nil, { by = "made" })
no call makes descriptors to count by	zp.count("%clock", nil, { by = "made" })
known are: file	zp.stats("*", nil, { path = "x" })
no memory, or no such file	zp.stats("*", nil, { file = "/nowhere/counts" })
the path of file has at most 127 bytes	zp.stats("*", nil, { file = ("x"):rep(128) })
known are: max	zp.map { size = 3 }
a key is an integer, a string, or a list of these, not a table	zp.map():add({ 1, { 2 } })
a value is an integer, not 1.5	zp.map():add("x", 1.5)
a key has at least one part	zp.map():add({})
nothing to do	zp.inject("read", { fd = 3 })
error is the name of an error, .* not 'EIEIO'	zp.inject("read", { error = "EIEIO" })
error is the name of an error, .* not '0'	zp.inject("read", { error = 0 })
error and retval exclude each other	zp.inject("read", { error = "EIO", retval = 0 })
retval is an integer	zp.inject("read", { retval = "0" })
when is first	zp.inject("read", { error = "EIO", when = "0" })
when is first	zp.inject("read", { error = "EIO", when = "3..2" })
when is first	zp.inject("read", { error = "EIO", when = "often" })
prob is a number from 0 to 1	zp.inject("read", { error = "EIO", prob = 2 })
seed is an integer	zp.inject("read", { error = "EIO", seed = "x" })
per is 'process' or 'thread'	zp.inject("read", { error = "EIO", per = "cpu" })
delay_enter is a whole number with its unit	zp.inject("read", { delay_enter = 20 })
delay_exit is a whole number with its unit	zp.inject("read", { delay_exit = "2m" })
signal is the name of a signal, .* not 'SIGNAL'	zp.inject("read", { signal = "SIGNAL" })
signal is the name of a signal	zp.inject("read", { signal = 65 })
'read' has no argument 'errno'	zp.inject("read", { error = "EIO", errno = 3 })
LIST

# more filters than there are bits: the hooks before stay, the message is one
script <<'LUA'
local ok, message
for i = 1, 64 do zp.hook("close", { fd = i + 1000 }, function() return i end) end
ok, message = pcall(zp.hook, "close", { fd = 9 }, print)
print(ok, message)
LUA
hooked "$TEST_TARGETS/calls" close:1001 close:1064
expect_out '1
64'
find_log 'false	.*more than 64 filters .*Remedy: '
