-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- System calls as text: names, arguments by their C types, results.
--
-- What an argument means is worked out once per system call: a list of
-- functions, one an argument, that take (value, regs) and return its text. An
-- argument that the kernel fills in has its text only once the call is done;
-- before, its function returns false.

local mem, syscalls, errno = zp.mem, zp.syscalls, zp.errno

local M = {}

-- Bytes of a buffer that are shown, and words of an argv.
local BYTES, WORDS = 32, 16

-- text -----------------------------------------------------------------------

local escapes = {
  ["\n"] = "\\n", ["\t"] = "\\t", ["\r"] = "\\r", ["\v"] = "\\v",
  ["\f"] = "\\f", ["\\"] = "\\\\", ['"'] = '\\"',
}

-- Octal, in as few digits as the byte after it allows.
local function octal(byte, following)
  local digits = following:find "^%d" and "\\%03o" or "\\%o"
  return digits:format(byte:byte())
end

--- A Lua string as a C string literal.
function M.quote(s)
  local plain = s:gsub("[%c\\\"\x7f-\xff]", escapes)
  plain = plain:gsub("()([%c\x7f-\xff])", function(at, byte)
    return octal(byte, plain:sub(at + 1, at + 1))
  end)
  return '"' .. plain .. '"'
end

local function pointer(value)
  return value == 0 and "NULL" or ("0x%x"):format(value)
end

-- n bytes at value; the address itself where they cannot be read.
local function bytes(value, n)
  local s = mem.read(value, math.min(n, BYTES))
  if value == 0 or not s then return pointer(value) end
  return M.quote(s) .. (n > BYTES and "..." or "")
end

local function string(value)
  local s = value ~= 0 and mem.string(value, 4096)
  return s and M.quote(s) or pointer(value)
end

-- arguments ------------------------------------------------------------------

local function signed(value)
  value = value & 0xffffffff
  return tostring(value < 0x80000000 and value or value - 0x100000000)
end

local function unsigned(value) return ("%d"):format(value & 0xffffffff) end
local function long(value) return ("%d"):format(value) end
local function mode(value) return value == 0 and "0" or ("0%o"):format(value & 0xffff) end
local function flags(value) return value == 0 and "0" or ("0x%x"):format(value & 0xffffffff) end

-- size_t and unsigned long: a count in decimal, what is too large in hex.
local function size(value)
  return value >= 0 and ("%d"):format(value) or ("0x%x"):format(value)
end

local function directory(value)
  return value & 0xffffffff == 0xffffff9c and "AT_FDCWD" or signed(value)
end

-- argv: the first words; envp: how many there are.
local function words(value)
  local shown = {}
  for i = 0, WORDS do
    local p = mem.read(value + 8 * i, 8)
    if not p then return pointer(value) end
    p = ("<i8"):unpack(p)
    if p == 0 then break end
    shown[i + 1] = i < WORDS and string(p) or "..."
  end
  return "[" .. table.concat(shown, ", ") .. "]"
end

local function environment(value)
  local n = 0
  repeat
    local p = mem.read(value + 8 * n, 8)
    if not p then return pointer(value) end
    n = n + 1
  until p == ("\0"):rep(8)
  return ("%s /* %d %s */"):format(pointer(value), n - 1,
    n == 2 and "var" or "vars")
end

-- Bytes that the program hands over, with their number in argument at.
local function bytes_in(at)
  return function(value, args)
    return bytes(value, args[at])
  end
end

-- Bytes that the kernel fills in: the result says how many.
local function bytes_out(at)
  return function(value, args, ret)
    if not ret then return false end
    if ret < 0 then return pointer(value) end
    return bytes(value, math.min(ret, args[at]))
  end
end

-- A string that the kernel fills in.
local function string_out(value, _, ret)
  if not ret then return false end
  return ret > 0 and string(value) or pointer(value)
end

-- n integers that the kernel fills in.
local function ints_out(n)
  return function(value, _, ret)
    if not ret then return false end
    local s = value ~= 0 and ret >= 0 and mem.read(value, 4 * n)
    if not s then return pointer(value) end
    local list = { ("<" .. ("i4"):rep(n)):unpack(s) }
    return "[" .. table.concat(list, ", ", 1, n) .. "]"
  end
end

-- By C type; what is not here is shown as an address or as a long.
local by_type = {
  ["int"] = signed, ["pid_t"] = signed, ["clockid_t"] = signed,
  ["unsigned int"] = unsigned, ["uid_t"] = signed, ["gid_t"] = signed,
  ["unsigned long"] = size, ["size_t"] = size, ["umode_t"] = mode,
  ["u32"] = unsigned, ["__u32"] = unsigned,
  ["const char *"] = string, ["char *"] = string,
  ["const char *const *"] = words,
}

local by_name = {
  fd = signed, dfd = directory, olddfd = directory, newdfd = directory,
  flags = flags, prot = flags, envp = environment,
  addr = pointer, start = pointer, brk = pointer, off = pointer,
}

-- char * that are not what their type says. In: the program's, though the
-- kernel's prototype lacks the const.
local handed_over = { sethostname = true, setdomainname = true }

local pairs_of_ints = { pipe = true, pipe2 = true, socketpair = true }

local function counts(arg)
  return arg and not arg.type:find "%*"
    and (arg.type == "size_t" or arg.name:find "^count$" or arg.name:find "len"
      or arg.name:find "siz")
end

-- The function for argument i of call.
local function plan(call, i)
  local arg, following = call.args[i], call.args[i + 1]
  local text = arg.type == "const char *" or arg.type == "char *"
  local buffer = text or arg.name:find "buf" or arg.name == "value"
  if call.name == "getcwd" and text then
    return string_out
  elseif arg.type:find "%*$" and buffer and counts(following) then
    local given = arg.type:find "^const" or handed_over[call.name]
    return given and bytes_in(i + 1) or bytes_out(i + 1)
  elseif arg.type == "int *" and pairs_of_ints[call.name] then
    return ints_out(2)
  elseif arg.name == "wstatus" then
    return ints_out(1)
  elseif by_name[arg.name] and not text then
    return by_name[arg.name]
  end
  return by_type[arg.type] or arg.type:find "%*$" and pointer or long
end

local plans = setmetatable({}, {
  __index = function(t, nr)
    local call, list = syscalls[nr], {}
    for i = 1, call and #call.args or 6 do
      list[i] = call and plan(call, i) or pointer
    end
    t[nr] = list
    return list
  end,
})

-- calls ----------------------------------------------------------------------

local O_CREAT, O_TMPFILE = 0x40, 0x410000

-- open's mode exists only with flags that make a file.
local function shown(regs, n)
  local name = regs.name
  local optional = name == "open" or name == "openat"
  if optional and regs.flags & O_CREAT == 0
    and regs.flags & O_TMPFILE ~= O_TMPFILE then
    return n - 1
  end
  return n
end

--- The arguments of a call as a list of strings, as far as they are known: an
-- argument that the kernel fills in is false before the call.
-- given: the list made before the call; what stands there is kept, for the
-- program's memory may have changed since.
function M.arguments(regs, given)
  local list = given or {}
  local values = { regs.rdi, regs.rsi, regs.rdx, regs.r10, regs.r8, regs.r9 }
  local plan_of = plans[regs.nr]
  local ret = regs.ret
  for i = 1, given and #given or shown(regs, #plan_of) do
    list[i] = list[i] or plan_of[i](values[i], values, ret)
  end
  return list
end

local addresses = { mmap = true, brk = true, mremap = true, shmat = true }

--- The result as text: "3", "-1 ENOENT"; "?" before the call.
function M.result(regs)
  local ret = regs.ret
  if not ret then return "?" end
  if ret < 0 and ret > -4096 then
    local name = errno[-ret]
    return name and "-1 " .. name or tostring(ret)
  end
  return addresses[regs.name] and pointer(ret) or tostring(ret)
end

--- One line: "close(3) = 0"; before the call "close(3)". given as for
-- arguments().
function M.format(regs, given)
  local list = M.arguments(regs, given)
  local place = { "rdi", "rsi", "rdx", "r10", "r8", "r9" }
  for i = 1, #list do
    list[i] = list[i] or pointer(regs[place[i]])
  end
  local call = regs.name .. "(" .. table.concat(list, ", ") .. ")"
  return regs.ret and call .. " = " .. M.result(regs) or call
end

return M
