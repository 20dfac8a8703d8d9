#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zp.on: threads, forks, execs and exits are told, each where it happens; a
# function that fails keeps no other from running.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
local main = zp.pid()
local function where() return zp.pid() == main and "main" or "child", zp.pid() == zp.tid() end
zp.on("thread", function() print("thread", where()) end)
zp.on("fork", function() print("fork", where()) end)
zp.on("exec", function() error "on purpose" end)
zp.on("exec", function() print("exec", where()) end)
zp.on("exit", function() print("exit", where()) end)
zp.hook("close", { fd = 90 }, function() print("close", where()) end)
print(select(2, pcall(zp.on, "spawn", print)))
LUA
hooked "$TEST_TARGETS/calls" thread:close:90 fork:close:90 close:90
expect_status 0
sed 's/^.*zp.on: /zp.on: /' "$log" >said
cat >expected <<'TEXT'
zp.on: unknown event 'spawn' (exit, fork, exec, unhooked, thread, signal and error are known)
thread	main	false
close	main	false
fork	child	true
close	child	true
exit	child	true
close	main	true
exit	main	true
TEXT
diff expected said || fail "not as expected (<)"

: >"$log"
hooked ZPOLINE_FOLLOW=0 sh -c '/bin/true; exec /no/such/program' 2>/dev/null
expect_status 127
find_log 'on purpose'
count_log 1 '^exec	child	true$'
[ "$(grep -c '^exec	main	true$' "$log")" -ge 1 ] || fail "an exec that fails is not told"
count_log 1 '^exit	main	true$'

# what has failed is told once for each handler, behind its line in the log
script <<'LUA'
zp.on("error", function(message) print("told", (message:gsub("^.*/", ""))) end)
zp.on("error", function() error "itself" end)
zp.hook("close", { fd = 90 }, function() return nil .. "x" end)
zp.hook("close", { fd = 91 }, function() return {} end)
zp.on("exit", function() error "at the end" end)
LUA
hooked "$TEST_TARGETS/calls" close:90 close:90 close:91
expect_status 0
grep '^told' "$log" >said
cat >expected <<'TEXT'
told	script.lua:3: attempt to concatenate a nil value
told	a handler has returned something that is not an answer
told	script.lua:5: at the end
TEXT
diff expected said || fail "told otherwise (>)"
find_log 'script.lua:2: itself'
