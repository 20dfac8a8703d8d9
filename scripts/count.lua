-- SPDX-License-Identifier: MIT OR Apache-2.0
-- count: calls, errors and time of each system call, for each process
--
--   zpoline run -s count -- ls
--   zpoline run -s count -a '%file' -- ls          only these
--   zpoline run -s count -a by=path -- ls          by path, fd, comm, errno, ...; see zp.count
--   zpoline run -s count -a 'read write by=fd sum=bytes' -- ls
--
--   4711 ls: 31 calls
--        calls     errors         ms    us/call syscall
--            9          0      0.041        4.6 openat
--
-- C counts, no Lua runs at the calls. A process that is killed, or that becomes another
-- program, does not report what it did until then. zpoline trace -c does, in one table for
-- all processes.

local args = require "zpoline.args"
local options = args.read { by = {}, sum = {} }
local selector = #options > 0 and { table.unpack(options) } or "*"

local function head(calls)
  return ("%d %s: %d calls"):format(zp.pid(), zp.comm(), calls)
end

-- By keys, each word by= one of them.
if #options.by > 0 then
  local sum = #options.sum > 0 and options.sum or nil
  local counts = zp.count(selector, nil, { by = options.by, sum = sum })
  zp.on("fork", function() counts:reset() end)
  zp.on("exit", function()
    local rows, other = counts:rows()
    local all = other and other.calls or 0
    for _, row in ipairs(rows) do all = all + row.calls end
    print(head(all))
    counts:print()
  end)
  return
end

local stats = zp.stats(selector)

-- What the parent has counted, it tells.
zp.on("fork", function() stats:reset() end)

zp.on("exit", function()
  local list, all = {}, 0
  for name, call in pairs(stats:get()) do
    call.name = name
    list[#list + 1] = call
    all = all + call.calls
  end
  table.sort(list, function(a, b) return a.ns > b.ns or a.ns == b.ns and a.name < b.name end)
  local lines = { head(all), "     calls     errors         ms    us/call syscall" }
  for _, call in ipairs(list) do
    lines[#lines + 1] = ("%10d %10d %10.3f %10.1f %s"):format(call.calls, call.errors,
      call.ns / 1e6, call.ns / 1e3 / call.calls, call.name)
  end
  print(table.concat(lines, "\n"))
end)
