#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zp.backtrace: its fields, its text, its options; what it says where there is
# no call; a program without symbols but those that it exports.
. "$(dirname "$0")/../lib.sh"
needs strip

program=$TEST_TARGETS/backtrace
script <<'LUA'
assert(select("#", zp.backtrace()) == 2)
assert(select(2, zp.backtrace()) == "no system call is under way")
assert(not pcall(zp.backtrace, { depth = 1 }))
assert(not pcall(zp.backtrace, { max = 0 }))
assert(not pcall(zp.backtrace, { max = "all" }))
assert(not pcall(zp.backtrace, 3))
local kept
zp.on("exit", function()
  assert(zp.backtrace() == nil)
  assert(not pcall(zp.backtrace, kept))
  print "exit"
end)
zp.hook("getppid", {
  enter = function(regs)
    kept = regs
    local t = zp.backtrace(regs)
    assert(t[1].addr == regs.rip)
    assert(t[1].symbol == "getppid" and t[1].offset > 0)
    for _, frame in ipairs(t) do
      assert(frame.object:match "^/" and frame.object_offset > 0)
      assert((frame.symbol == nil) == (frame.offset == nil))
    end
    local two = zp.backtrace { max = 2 }
    assert(#two == 2 and two[2].addr == t[2].addr)
    local bare = zp.backtrace(regs, { symbols = false })
    assert(#bare == #t and bare[3].addr == t[3].addr)
    for key in pairs(bare[1]) do assert(key == "addr") end
    assert(tostring(bare):match "^#0 0x%x+\n#1 0x%x+\n")
    for line in tostring(t):gmatch "[^\n]+" do
      assert(line:match "^#%d+ [%w_]+%+0x%x+ %(/[^+]*%)$" or
        line:match "^#%d+ 0x%x+ %(/.*%+0x%x+%)$", line)
    end
    t:print()
  end,
  exit = function() assert(zp.backtrace()[1].symbol == "getppid") end,
})
LUA

hooked "$program" plain
expect_status 0
grep -q '^#1 leaf+0x[0-9a-f]* (/.*/backtrace)$' "$log" || fail "no leaf"
grep -q '^#2 inner+0x[0-9a-f]* (/.*/backtrace)$' "$log" || fail "no inner"
grep -q '^exit$' "$log" || fail "no exit"
! grep -q 'error' "$log" || fail "a handler failed"

: >"$log"
strip -o stripped "$program"
hooked ./stripped plain
expect_status 0
grep -q '^#1 leaf+0x[0-9a-f]* (/.*/stripped)$' "$log" || fail "no leaf"
grep -q '^#2 0x[0-9a-f]* (/.*/stripped+0x[0-9a-f]*)$' "$log" ||
	fail "a name that is not there"
grep -q '^#4 outer+0x[0-9a-f]* (/.*/stripped)$' "$log" || fail "no outer"
! grep -q 'error' "$log" || fail "a handler failed"

# vfork() makes its call with the return address in a register
script <<'LUA'
zp.hook("vfork", function(regs)
  zp.log("vfork from %s", (zp.backtrace(regs)[2] or { object = "nowhere" }).object)
end)
LUA
: >"$log"
hooked "$TEST_TARGETS/vfork_exec"
expect_status 0
find_log '^vfork from .*/vfork_exec$'
! grep -q '^vfork from nowhere$' "$log" || fail "a call of vfork has no caller"

# addr2line finds the function by the offset in the object.
command -v addr2line >/dev/null || exit 0
for kind in backtrace backtrace_fixed; do
	: >"$log"
	script <<'LUA'
zp.hook("getppid", function()
  zp.log("%x", zp.backtrace()[3].object_offset)
end)
LUA
	hooked "$TEST_TARGETS/$kind" plain
	addr2line -f -e "$TEST_TARGETS/$kind" "$(cat "$log")" >said
	grep -qx inner said || fail "addr2line does not say inner"
done
exit 0
