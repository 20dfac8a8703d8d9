-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Test fixtures: a program finds files, errors, times and random bytes that the test
-- has laid out, and what it does is compared with what is expected. Written with zp
-- alone; each group has a file of its own in fixture/, loaded when it is first used.

local check = require "zpoline.fixture.check"
-- a script that has fixtures is a test, which a handler that fails makes fail
require "zpoline.fixture.verdict"

-- The group that has a function of that name.
local groups = {
  clock = "clock", deny = "faults", disk_full = "disk", eintr = "faults", expect = "expect",
  fail = "faults", fail_test = "verdict", file = "paths", net = "net", options = "verdict",
  order = "order", random = "random", record = "record", redirect = "paths", replay = "replay",
  report = "verdict", short = "short",
}

local function names()
  local list = {}
  for name in pairs(groups) do list[#list + 1] = name end
  table.sort(list)
  return list
end

return setmetatable({}, {
  __index = function(fx, name)
    if not groups[name] then
      check.fail("there is no fx.%s (%s are known)", tostring(name), table.concat(names(), ", "))
    end
    fx[name] = require("zpoline.fixture." .. groups[name])[name]
    return fx[name]
  end,
})
