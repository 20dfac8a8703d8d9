#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A script may put anything in the places of Lua's functions: what is ours in C does as
# ever, and nothing goes wrong in what is in Lua.
. "$(dirname "$0")/../lib.sh"

for how in nothing values tables fails twice gone; do
	for when in early late; do
		: >"$log"
		hooked ZPOLINE_ARGS="$how $when" "$TEST_TARGETS/growth" 20
		expect_status 0
		find_log '^done'
		! grep -a '^differs' "$log" || fail "$how $when"
	done
done

# what our own modules find is Lua's
cat >own.lua <<'LUA'
local concat, find = table.concat, string.find
table.concat = function() return "wrong" end
math.min = function() return -1 end
tostring = function() return {} end -- luacheck: ignore
error = print -- luacheck: ignore
pairs, ipairs, type, select, tonumber, next = nil -- luacheck: ignore
string.pack, debug.getuservalue = nil, nil -- luacheck: ignore
zp.hook("getppid", function(regs)
  local parts = { zp.json.encode { 1, "a" }, zp.format(regs), os.date("!%F", 0) }
  local f = assert(io.open "own.txt")
  parts[#parts + 1] = f:read "l"
  parts[#parts + 1] = f:read(3)
  parts[#parts + 1] = find(select == nil and "x" or "y", "x")
  print(concat(parts, " "))
end)
LUA
printf 'first\nsecond\n' >own.txt
script=own.lua
: >"$log"
hooked "$TEST_TARGETS/growth" 1
expect_status 0
find_log '^\[1,"a"\] getppid\(\) 1970-01-01 first sec 1$'
