-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Handles, driven by the program's own calls: close(1000 + n) is step n.
local log = {}
local function says(name) return function() log[#log + 1] = name end end

local first = zp.hook("getppid", says "first")
local second = zp.hook("getppid", { fd = nil }, says "second")
local fails = zp.hook("getppid", function() error "on purpose" end)
local answers
local seen = {}
zp.hook("getppid", { exit = function() seen[#seen + 1] = table.concat(log, " ") log = {} end })

local steps = {
  function() first:disable() end,
  function() first:enable() end,
  function() second:remove() second:remove() end,
  function() answers = zp.hook("getppid", function() return 4242 end) end,
  function() answers:remove() first:remove() fails:remove() end,
  function() second:enable() first:enable() end, -- removed: for good
}
zp.hook("close", function(_, fd) local step = steps[fd - 1000] if step then step() end end)

-- One that removes itself in its own handler, and one behind it.
local once
once = zp.hook("getppid", function() once:remove() collectgarbage() log[#log + 1] = "once" end)

zp.on("exit", function()
  for _, text in ipairs(seen) do print(text) end
  print(first.hits, second.hits, fails.hits, fails.errors, once.hits)
  print(tostring(first), answers.enabled)
  print(select(2, pcall(function() return first.calls end)))
  print(getmetatable(first))
end)
