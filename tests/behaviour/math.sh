#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Lua's mathematics has the results that Lua has with libm, give or take two in
# the last place; signs, infinities and what is exact are the same.
. "$(dirname "$0")/../lib.sh"

needs lua5.4
hooked true
expect_status 0
lua5.4 "$script" >expected
cat >compare.lua <<'LUA'
local exact = { fmod = true, modulo = true, sqrt = true, frexp = true, ldexp = true }
local ours, count = io.lines(arg[1]), 0

for line in io.lines("expected") do
  local name, wanted = line:match("^(%a+).*\t(%S+)$")
  local is = ours()
  local bits = is:match("\t(%S+)$")
  local near = bits ~= "nan" and wanted ~= "nan" and math.abs(bits - wanted) <= 2
  if bits ~= wanted and (exact[name] or not near) then
    print(is, "wanted", wanted)
  end
  count = count + 1
end
assert(not ours(), "more lines")
print(count > 7000)
LUA
run lua5.4 compare.lua "$log"
expect_out true

# No program gets libm for it.
script=/dev/null
hooked cat /proc/self/maps
! grep -q libm out || fail 'a program has libm.so'
