-- SPDX-License-Identifier: MIT OR Apache-2.0
-- count: calls, errors and time of each system call, for each process
--
--   zpoline run -s count -- ls
--   zpoline run -s count -a '%file' -- ls      only these
--
--   4711 ls: 31 calls
--        calls     errors         ms    us/call syscall
--            9          0      0.041        4.6 openat
--
-- A process that is killed, or that becomes another program, does not report what it did
-- until then. zpoline trace -c does, in one table for all processes.

local args = require "zpoline.args"
local forks = require "inner.forks"
local options = args.read {}

local calls = {}

zp.hook(#options > 0 and options or "*", {
  enter = function(regs) regs.data = zp.now() end,
  exit = function(regs, ret)
    if forks.is_child(regs, ret) then return end
    local took = zp.now() - regs.data
    local call = calls[regs.nr]
    if not call then
      call = { name = regs.name, n = 0, errors = 0, ns = 0 }
      calls[regs.nr] = call
    end
    call.n = call.n + 1
    call.ns = call.ns + took
    if ret < 0 and ret >= -4095 then call.errors = call.errors + 1 end
  end,
})

-- What the parent has counted, it tells.
zp.on("fork", function() calls = {} end)

zp.on("exit", function()
  local list, all = {}, 0
  for _, call in pairs(calls) do
    list[#list + 1] = call
    all = all + call.n
  end
  table.sort(list, function(a, b) return a.ns > b.ns or a.ns == b.ns and a.name < b.name end)
  local lines = {
    ("%d %s: %d calls"):format(zp.pid(), zp.comm(), all),
    "     calls     errors         ms    us/call syscall",
  }
  for _, call in ipairs(list) do
    lines[#lines + 1] = ("%10d %10d %10.3f %10.1f %s"):format(call.n, call.errors,
      call.ns / 1e6, call.ns / 1e3 / call.n, call.name)
  end
  print(table.concat(lines, "\n"))
end)
