#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zp.shared: what one thread or forked child sets the others see, and no step is
# lost when many count at once.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
local shared, main = zp.shared, zp.pid()
shared:set("text", "a\0b") shared:set("number", 1.5) shared:set("gone", 1)
shared:set("gone", nil) shared:set("calls", 0)
print(shared:get "text" == "a\0b", shared:get "number", shared:get "gone", shared:get "never")
print(shared:incr "n", shared:incr("n", 41), shared:incr("n", -2), shared:get "n")
print(shared:cas("n", 40, "forty"), shared:cas("n", 40, 1), shared:get "n",
  shared:cas("new", nil, 2), shared:cas("new", nil, 3), shared:get "new",
  shared:cas("new", 2, nil), shared:get "new")
for _, bad in ipairs {
  function() shared:set("k", {}) end, function() shared:set("k", ("x"):rep(169)) end,
  function() shared:set(("k"):rep(64), 1) end, function() shared:set("a\0b", 1) end,
  function() shared:incr "text" end,
  function() for i = 1, 5000 do shared:set("many" .. i, i) end end,
} do
  print(select(2, pcall(bad)):match "zp.shared: .*")
end
zp.hook("getppid", function() shared:incr "calls" end)
zp.on("exit", function() if zp.pid() == main then print("calls", shared:get "calls") end end)
LUA
hooked "$TEST_TARGETS/shared" 8 500
expect_status 0
cat >expected <<'TEXT'
true	1.5	nil	nil
1	42	40	40
true	false	forty	true	false	2	true	nil
zp.shared: a value is an integer, a number, a string or nil, not a table
zp.shared: a string has at most 168 bytes
zp.shared: a key has at most 63 bytes, and no NUL among them
zp.shared: a key has at most 63 bytes, and no NUL among them
zp.shared: 'text' is no integer
zp.shared: it has room for 4096 keys, and no more
calls	8000
TEXT
diff expected "$log" || fail "not as expected (<)"

# nobody has asked for it before the children are made
: >"$log"
script <<'LUA'
local main = zp.pid()
zp.hook("getppid", function() zp.shared:incr "calls" end)
zp.on("exit", function() if zp.pid() == main then print(zp.shared:get "calls") end end)
LUA
hooked "$TEST_TARGETS/shared" 8 500
expect_status 0
[ "$(cat "$log")" = 8000 ] || fail "$(cat "$log"), not 8000"
