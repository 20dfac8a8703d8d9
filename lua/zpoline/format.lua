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
  local made = { result = result and resolve(result), registers = call and #call.args or 6 }
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

local registers = { "rdi", "rsi", "rdx", "r10", "r8", "r9" }

-- What the functions get: the registers by number, as many as the call has, and
--   ret, failed   the result, nil before the call; whether that is an error
--   before        what was in memory before the call, for those that change it
--   paths         whether descriptors are shown with their paths
--   nr, regs
local function describe(regs, noted)
  local ret, nr = regs.ret, regs.nr
  local call = {
    ret = ret, failed = ret and ret < 0 and ret > -4096, before = noted or {},
    paths = M.paths, nr = nr, regs = regs,
  }
  for i = 1, plans[nr].registers do call[i] = regs[registers[i]] end
  return call
end

-- The decoded arguments that the call has, a list of
--   item      its function, see plan()
--   register  what the program gave
--   value     decoded; nil for what the kernel has still to fill in
-- given: such a list made before the call, to be completed: by now the program's
-- memory may have changed.
local function decode(call, given)
  local list = given or { before = call.before }
  if not given then
    for _, item in ipairs(plans[call.nr]) do
      local register = call[item.place] or 0
      local value = item.fn(register, call, item.parameter)
      if value ~= false then
        list[#list + 1] = { item = item, register = register, value = value }
      end
    end
    return list
  end
  for _, argument in ipairs(list) do
    local item = argument.item
    if argument.value == nil then
      argument.value = item.fn(argument.register, call, item.parameter)
    end
  end
  return list
end

-- The texts of the arguments, in given or a new list.
local function arguments(call, given)
  local list = given or {}
  list.decoded = decode(call, list.decoded)
  for i, argument in ipairs(list.decoded) do
    list[i] = list[i] or argument.value ~= nil and text.render(argument.value)
  end
  return list
end

local function result(call)
  local ret = call.ret
  if not ret then return "?" end
  local name = call.failed and errno[-ret]
  if name then return ("-1 %s (%s)"):format(name, messages[-ret]) end
  local decoder = not call.failed and plans[call.nr].result
  return text.render(decoder and decoder(ret, call) or ret)
end

local function before(given)
  return given and given.decoded.before
end

--- The arguments of a call as a list of strings, as far as they are known: an
-- argument that the kernel fills in is false before the call.
-- given: the list made before the call; what stands there is kept.
function M.arguments(regs, given)
  return arguments(describe(regs, before(given)), given)
end

--- The result as text: "3", "-1 ENOENT (No such file or directory)"; "?" before
-- the call.
function M.result(regs)
  return result(describe(regs))
end

--- One line: "close(3) = 0"; before the call "close(3)". given as for
-- arguments().
function M.format(regs, given)
  local call = describe(regs, before(given))
  local list = arguments(call, given)
  for i, argument in ipairs(list.decoded) do
    list[i] = list[i] or basic.pointer(argument.register)
  end
  local line = regs.name .. "(" .. table.concat(list, ", ") .. ")"
  return call.ret and line .. " = " .. result(call) or line
end

-- zp.decode ----------------------------------------------------------------------

-- What counts of an argument's register, as handlers get it.
local function number(value, of)
  if of.bits ~= 32 then return value end
  return of.signed and basic.signed(value) or basic.unsigned(value)
end

--- The call as values: see docs/api.md.
function M.decode(regs)
  local call = describe(regs)
  local known = syscalls[call.nr]
  local made = { name = regs.name, nr = call.nr, args = {}, ret = call.ret }
  for i, argument in ipairs(decode(call)) do
    local place, value = argument.item.place, argument.value
    local of = known and known.args[place] or { name = "arg" .. place }
    made.args[i] = {
      name = of.name, value = number(argument.register, of),
      text = value ~= nil and text.render(value) or nil,
      decoded = type(value) == "table" and text.plain(value) or nil,
    }
  end
  if call.ret then
    made.result = result(call)
    made.error = call.failed and errno[-call.ret] or nil
  end
  return made
end

return M
