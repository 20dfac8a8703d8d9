-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Calls that use one of some paths: by name, or through a descriptor that is open
-- on it. For trace.lua: require "trace.paths"(list) is a function that tells of regs.

local places = { "rdi", "rsi", "rdx", "r10", "r8", "r9" }

-- By number: which arguments are strings, and which descriptors.
local plans = setmetatable({}, {
  __index = function(t, nr)
    local plan = { strings = {}, fds = {} }
    local call = zp.syscalls[nr]
    for i, arg in ipairs(call and call.args or {}) do
      if arg.type == "const char *" then
        table.insert(plan.strings, places[i])
      elseif not arg.type:find "%*" and (arg.name:find "fd$" or arg.name:find "^fd") then
        table.insert(plan.fds, places[i])
      end
    end
    t[nr] = plan
    return plan
  end,
})

return function(list)
  local wanted = {}
  for _, path in ipairs(list) do wanted[path] = true end
  return function(regs)
    local plan = plans[regs.nr]
    for _, place in ipairs(plan.strings) do
      if wanted[zp.mem.string(regs[place], 4096) or ""] then return true end
    end
    for _, place in ipairs(plan.fds) do
      local fd = regs[place] & 0x7fffffff
      if fd < 0x40000000 and wanted[zp.fd.path(fd) or ""] then return true end
    end
    return false
  end
end
