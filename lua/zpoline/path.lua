-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- The paths that calls are about, for all scripts: local path = require "zpoline.path".
-- Which arguments are paths the table of calls says (zp.syscalls); what they lead to is
-- found as the kernel finds it.
--
-- A subject is one path of a call:
--
--   name, effect   of the argument; see zp.syscalls. A socket's address is looked at, or made
--   given          as the program gave it, never empty
--   descriptor     in its place, if the call is about a descriptor (AT_EMPTY_PATH)
--   whole          absolute, not yet without ".." and links; nil: it cannot be known, and
--   why            says by the name of an error why
--   base           the folder that it begins in
--   follow         whether a link at its end is followed
--   flags, how     of a call that opens: flags of open(); for openat2 struct open_how

local subjects = require "zpoline.path.subjects"
local text = require "zpoline.path.text"
local walk = require "zpoline.path.walk"

local M = {
  normal = text.normal, beneath = text.beneath, cwd = text.cwd, option = text.option,
  subjects = subjects.list, give = subjects.give, has = subjects.has, walk = walk.walk,
}

local plain = walk.plain

--- The path without links, as far as it exists; nil and why it cannot be known.
function M.canonical(s)
  if s.descriptor then return zp.fd.path(s.descriptor) end
  if not s.base then return nil, s.why end
  local entry, why = walk.walk(plain, { path = s.base }, s.given, s.follow, s.how and s.how.resolve)
  return entry and entry.path, why
end

--- The same of an absolute path.
function M.real(path, follow)
  local entry, why = walk.walk(plain, plain.root, path, follow)
  return entry and entry.path, why
end

local function names(list)
  local said = {}
  for _, s in ipairs(list) do said[#said + 1] = s.name end
  return table.concat(said, ", ")
end

-- The first argument that is a descriptor: what it is open on.
local function of_descriptor(regs)
  for _, argument in ipairs((zp.syscalls[regs.nr] or { args = {} }).args) do
    local name = argument.name
    if not argument.type:find "%*" and (name:find "fd$" or name:find "^fd") then
      local path, why = zp.fd.path(regs[name])
      if not path then return nil, why == "ENOENT" and "EBADF" or why end
      if path:byte() ~= 47 then return nil, path end
      return path
    end
  end
  return nil, "the call has no path"
end

--- zp.path(regs [, name]): see docs/api.md.
function M.of(regs, name)
  local list = subjects.list(regs)
  for _, s in ipairs(list) do
    if not name or s.name == name then return M.canonical(s) end
  end
  local call = zp.syscalls[regs.nr]
  for _, argument in ipairs(name and call and call.args or {}) do
    if argument.name == name and argument.role then return nil, "EFAULT" end
  end
  if name then
    error(("zp.path: '%s' is no path of %s (%s)"):format(name, regs.name,
      #list > 0 and "there is " .. names(list) or "it has none"), 2)
  end
  if subjects.has(regs.nr) then return nil, "EFAULT" end
  return of_descriptor(regs)
end

return M
