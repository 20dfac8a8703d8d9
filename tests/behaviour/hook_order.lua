-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Three hooks of one call, one of them around it.
zp.hook("getpid", {
  enter = function() print "first" end,
  exit = function(_, ret) zp.log("exit %d", ret) end,
})
zp.hook("getpid", function(regs)
  print "around"
  local ret = regs:call()
  zp.log("around %d", ret)
  return ret + 1000
end)
zp.hook("getpid", function()
  print "third"
  return 100
end)
zp.hook("getpid", function() print "not reached" end)
