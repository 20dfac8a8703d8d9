#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# C functions and Lua's that call each other as deep as they can: an error, and
# the program and the script go on; in a handler, in one that a signal's handler
# has called for while the first waits as deep, and while the script is loaded
# on a small stack.
. "$(dirname "$0")/../lib.sh"
targets_for_all called_meanwhile

script <<'LUA'
-- fn is called below n calls of C functions with large frames; how many there
-- were
local function below(n, fn)
  local depth, selector = 0, nil
  selector = setmetatable({}, { __len = function()
    depth = depth + 1
    if depth == n then fn() error("enough") end
    zp.hook(selector, print)
    return 0
  end })
  local _, message = pcall(zp.hook, selector, print)
  return depth, message
end

local kinds = {
  gsub = function(again) return (("x"):gsub("x", again)) end,
  sort = function(again) table.sort({ 2, 1, 3 }, again) end,
  pcall = function(again) assert(pcall(again)) end,
  index = function(again) return setmetatable({}, { __index = again }).x end,
  concat = function(again) return setmetatable({}, { __concat = again }) .. "" end,
  coroutine = function(again) coroutine.wrap(again)() end,
  load = function(again) load(again) end,
}
local function try_all(when)
  for name, kind in pairs(kinds) do
    local depth = 0
    local function again()
      depth = depth + 1
      kind(again)
    end
    pcall(again)
    if depth < 50 then print(when, name, depth) end
  end
  local text = string.rep("(", 1000) .. "1" .. string.rep(")", 1000)
  assert(not load("return " .. text))
end
try_all("loading")
local depth, message = below(0)
print("loading", depth > 80, (string.gsub(message, "^.*: ", "")))
zp.hook("read", function(regs)
  if regs.count == 1 then below(depth - 1, function() regs:call() end) end
end)
zp.hook("getppid", function()
  try_all("in a handler")
  print("in a handler", (below(0)) == depth)
end)
LUA
check() {
	hooked "$TEST_TARGETS/called_meanwhile"
	expect_status 0
	expect_no_err
	expect_log "$(printf 'loading\ttrue\tC stack overflow\nin a handler\ttrue')"
}
each 'auto user thread' check
# shellcheck disable=SC3045 # dash and bash have it
ulimit -s 192
each 'auto user thread' check
