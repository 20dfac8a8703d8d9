-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- System calls as text and as values: names, arguments, results.
--
-- What an argument means is worked out once per system call, from
-- format/calls.lua: a list of functions, of which the modules in format/ are
-- full. basic.lua says what they take and return.

local basic = require "zpoline.format.basic"
local messages = require "zpoline.errors"
local text = require "zpoline.format.text"

local syscalls, errno = zp.syscalls, zp.errno
local specifications = "\n" .. require "zpoline.format.calls"

local M = {
  quote = text.quote,
  -- Show what descriptors are open on: 3</etc/passwd>.
  paths = false,
}

-- plans ------------------------------------------------------------------------

-- By C type, for calls that calls.lua does not have.
local by_type = {
  ["int"] = "signed", ["pid_t"] = "signed", ["clockid_t"] = "signed",
  ["unsigned int"] = "unsigned", ["u32"] = "unsigned", ["__u32"] = "unsigned",
  ["uid_t"] = "id", ["gid_t"] = "id", ["umode_t"] = "octal",
  ["unsigned long"] = "hex", ["size_t"] = "size", ["long"] = "long", ["loff_t"] = "long",
  ["off_t"] = "long", ["const char *"] = "path",
}

local by_name = {
  fd = "fd", dfd = "dirfd", olddfd = "dirfd", newdfd = "dirfd", flags = "hex32",
}

local function guess(nr)
  local call, words = syscalls[nr], {}
  for i = 1, call and #call.args or 6 do
    local arg = call and call.args[i]
    words[i] = not arg and "hex" or arg.type:find "%*" and by_type[arg.type] == nil and "pointer"
      or by_name[arg.name] or by_type[arg.type] or "hex"
  end
  return table.concat(words, " ")
end

-- A word of calls.lua as a function and its parameter.
local function resolve(word)
  local mark, group = word:match "^([=|])(.+)$"
  if mark then return mark == "=" and basic.one or basic.flags, group end
  local name, parameter = word:match "^([^:]+):?(.*)$"
  local module, inner = name:match "^(%w+)%.(.+)$"
  local from = module and require("zpoline.format." .. module) or basic
  local fn = assert(from[inner or name], word)
  return fn, tonumber(parameter) or parameter ~= "" and parameter or nil
end

local function plan(nr)
  local call = syscalls[nr]
  local words = call and specifications:match("\n" .. call.name .. "%f[ \n](.-)\n[^ ]")
    or guess(nr)
  local arguments, result = words:match "^(.-) %-> (.+)$"
  local made = { result = result and resolve(result) }
  for word in (arguments or words):gmatch "%S+" do
    local plain, place = word:match "^(.-)@(%d)$"
    local at = #made + 1
    local fn, parameter = resolve(plain or word)
    made[at] = { fn = fn, parameter = parameter, place = tonumber(place) or at }
  end
  return made
end

local plans = setmetatable({}, {
  __index = function(t, nr)
    t[nr] = plan(nr)
    return t[nr]
  end,
})

-- calls -------------------------------------------------------------------------

-- What the functions get: the registers by number, and
--   ret, failed   the result, nil before the call; whether that is an error
--   before        what was in memory before the call, for those that change it
--   paths         whether descriptors are shown with their paths
--   regs
local function describe(regs, before)
  local ret = regs.ret
  return {
    regs.rdi, regs.rsi, regs.rdx, regs.r10, regs.r8, regs.r9, 0,
    ret = ret, failed = ret and ret < 0 and ret > -4096, before = before,
    paths = M.paths, regs = regs,
  }
end

-- The decoded arguments that the call has: a list of { place =, value = },
-- value nil for what the kernel fills in. given: such a list made before the
-- call, to be completed: by now the program's memory may have changed.
local function decode(regs, given)
  local list = given or { before = {} }
  local call = describe(regs, list.before)
  if given then
    for _, argument in ipairs(list) do
      if argument.value == nil then
        argument.value = argument.item.fn(call[argument.place], call, argument.item.parameter)
      end
    end
    return list, call
  end
  for _, item in ipairs(plans[regs.nr]) do
    local value = item.fn(call[item.place], call, item.parameter)
    if value ~= false then
      list[#list + 1] = { place = item.place, item = item, value = value }
    end
  end
  return list, call
end

--- The arguments of a call as a list of strings, as far as they are known: an
-- argument that the kernel fills in is false before the call.
-- given: the list made before the call; what stands there is kept.
function M.arguments(regs, given)
  local list = given or {}
  list.decoded = decode(regs, list.decoded)
  for i, argument in ipairs(list.decoded) do
    list[i] = list[i] or argument.value ~= nil and text.render(argument.value)
  end
  return list
end

-- The result as a decoded value; nil if it is an error.
local function result_value(regs, call)
  if call.failed then return nil end
  local decoder = plans[regs.nr].result
  return decoder and decoder(call.ret, call) or call.ret
end

--- The result as text: "3", "-1 ENOENT (No such file or directory)"; "?" before
-- the call.
function M.result(regs)
  local call = describe(regs, {})
  if not call.ret then return "?" end
  local name = call.failed and errno[-call.ret]
  if name then
    return ("-1 %s (%s)"):format(name, messages[-call.ret] or "")
  end
  return text.render(result_value(regs, call) or call.ret)
end

--- One line: "close(3) = 0"; before the call "close(3)". given as for
-- arguments().
function M.format(regs, given)
  local list = M.arguments(regs, given)
  for i, argument in ipairs(list.decoded) do
    list[i] = list[i] or basic.pointer(describe(regs, {})[argument.place])
  end
  local call = regs.name .. "(" .. table.concat(list, ", ") .. ")"
  return regs.ret and call .. " = " .. M.result(regs) or call
end

-- zp.decode ----------------------------------------------------------------------

-- An argument's register, as the C type says: 32 bits with their sign, or 64.
local function number(value, ctype)
  if ctype and ctype:find "%*" then return value end
  local short = ctype and (ctype:find "int" or ctype:find "32$" or ctype:find "_t$"
    and ctype ~= "size_t" and not ctype:find "^k?l?off")
  return short and basic.signed(value) or value
end

--- The call as values: see docs/api.md.
function M.decode(regs)
  local list, call = decode(regs)
  local known = syscalls[regs.nr]
  local made = { name = regs.name, nr = regs.nr, args = {}, ret = call.ret }
  for i, argument in ipairs(list) do
    local place, value = argument.place, argument.value
    local of = known and known.args[place] or { name = "arg" .. place }
    made.args[i] = {
      name = of.name, value = number(call[place], of.type),
      text = value ~= nil and text.render(value) or nil,
      decoded = type(value) == "table" and text.plain(value) or nil,
    }
  end
  if call.ret then
    made.result = M.result(regs)
    made.error = call.failed and errno[-call.ret] or nil
  end
  return made
end

return M
