-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Paths that calls take: local paths = require "inner.paths".

local path_text = require "zpoline.path"

local M = {}

local places = { "rdi", "rsi", "rdx", "r10", "r8", "r9" }
local AT_FDCWD = -100

-- By number, the arguments that are paths: { place =, dfd = place of the directory }.
local plans = setmetatable({}, {
  __index = function(t, nr)
    local plan = {}
    local call = zp.syscalls[nr]
    for i, arg in ipairs(call and call.args or {}) do
      if arg.type:find "char %*$" and arg.name:find "path$" then
        local before = call.args[i - 1]
        local dfd = before and before.name:find "dfd$" and places[i - 1]
        plan[#plan + 1] = { place = places[i], dfd = dfd or nil }
      end
    end
    t[nr] = plan
    return plan
  end,
})

local buffer = zp.mem.alloc(4096)

function M.cwd()
  local n = zp.syscall("getcwd", buffer, 4096)
  return n > 0 and zp.mem.string(buffer) or "/"
end

--- The path that an option of the script's names. A relative one would be another in a
-- program that is started elsewhere.
function M.of_option(who, name, path)
  if path:byte() == 47 then return M.normal(path) end
  error(("%s: %s=%s is not absolute. Remedy: %s=$PWD/%s"):format(who, name, path, name, path), 0)
end

--- See zpoline.path.
M.normal = path_text.normal

local function base(regs, argument)
  local dfd = argument.dfd and regs[argument.dfd] << 32 >> 32
  if not dfd or dfd == AT_FDCWD & 0xffffffff then return M.cwd() end
  return zp.fd.path(dfd)
end

--- For each path of the call that can be read: see(absolute, place, whole), place being
-- the register that it is in, and whole as it was given but absolute. An empty one
-- (AT_EMPTY_PATH) is left out.
function M.each(regs, see)
  for _, argument in ipairs(plans[regs.nr]) do
    local address = regs[argument.place]
    local path = address ~= 0 and zp.mem.string(address, 4096) or ""
    if path ~= "" then
      local from = path:byte() == 47 and "" or base(regs, argument)
      local whole = from and from .. "/" .. path
      if whole then see(M.normal(whole), argument.place, whole) end
    end
  end
end

return M
