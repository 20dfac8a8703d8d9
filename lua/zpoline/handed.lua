-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Variables for programs that are exec'd, whatever environment they are given:
-- require "zpoline.handed".

local os = require "zpoline.os"
local mem = zp.mem

local M = {}

local function add(regs, name, value)
  local entries = regs.envp == 0 and {} or mem.cstrings(regs.envp)
  if not entries then return end
  local pointers = {}
  for _, entry in ipairs(entries) do
    if entry:sub(1, #name + 1) ~= name .. "=" then
      pointers[#pointers + 1] = ("j"):pack(mem.put(entry))
    end
  end
  pointers[#pointers + 1] = ("j"):pack(mem.put(name .. "=" .. value))
  regs.envp = mem.put(table.concat(pointers) .. ("j"):pack(0))
end

--- Programs find the variable of that name with the value that fn() has when they are
--- exec'd. Not with ZPOLINE_FOLLOW=0.
function M.on(name, fn)
  if os.getenv "ZPOLINE_FOLLOW" == "0" then return end
  zp.hook({ "execve", "execveat" }, function(regs) add(regs, name, fn()) end)
end

return M
