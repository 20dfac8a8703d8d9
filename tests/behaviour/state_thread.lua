-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Counts in its own state, in a rule and in zp.shared.
local mine, first = 0, zp.tid()
local all = zp.count "getppid"

zp.hook("getppid", function()
  if mine == 0 then zp.shared:incr "threads" end
  mine = mine + 1
  zp.shared:incr "all"
  if mine == 500 then zp.log("thread %d %s", mine, first == zp.tid() and "own" or "other's") end
end)
zp.on("exit", function()
  zp.log("exit: %d counted, %d shared, %d threads, %d here", all:get(), zp.shared:get "all",
    zp.shared:get "threads", mine)
end)
