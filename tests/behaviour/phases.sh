#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# What belongs to the time before a call, used behind it, or the reverse, is an
# error that says so.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
local function try(what, fn, ...)
  local ok, message = pcall(fn, ...)
  print(what, ok, ok and "fine" or message:gsub("^.*lua:%d+: ", ""))
end
local kept
try("put at load", zp.mem.put, "x")
zp.hook("getpid", {
  enter = function(regs)
    try("ret on enter", function() regs.ret = 1 end)
    try("call on enter", regs.call, regs)
    try("again", regs.call, regs)
    kept = regs
  end,
  exit = function(regs)
    try("nr on exit", function() regs.nr = 1 end)
    try("call on exit", regs.call, regs)
    try("raw on exit", zp.raw_syscall, regs)
    try("unknown", function() return regs.nothing end)
  end,
})
zp.on("exit", function() try("kept", function() return kept.rax end) end)
LUA
hooked "$TEST_TARGETS/getpid"
expect_status 0
cat >expected <<'TEXT'
ret on enter	false	regs.ret exists only after the call; return the value instead
call on enter	true	fine
again	true	fine
nr on exit	false	regs.nr cannot change after the call; regs.ret is the result
call on exit	false	regs:call() is for the time before the call; zp.raw_syscall(regs) makes it again
raw on exit	true	fine
TEXT
grep -E ' (on enter|on exit)	|^again' "$log" | diff expected - || fail "not as expected (<)"
find_log '^put at load	false	'
find_log '^unknown	false	.*nothing'
find_log '^kept	false	.*returned'
