-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- The paths that a call is about, as the table of calls tells (zp.syscalls); see
-- zpoline.path. Addresses of AF_UNIX sockets are among them.

local text = require "zpoline.path.text"
local mem = zp.mem

local M = {}

local registers = { "rdi", "rsi", "rdx", "r10", "r8", "r9" }
local AT_FDCWD, AT_EMPTY_PATH = -100, 0x1000
local O_CREAT, O_EXCL, O_NOFOLLOW, O_TRUNC, O_WRONLY = 0x40, 0x80, 0x20000, 0x200, 1
local AF_UNIX, NAME_MAX = 1, 107
local MESSAGE, MESSAGES = 56, 64 -- sizes of struct msghdr and mmsghdr
-- RESOLVE_ flags that hold for the path as it was given, not for another
local OWN = 0x1 | 0x4 | 0x8 | 0x10
local BENEATH, IN_ROOT, KNOWN = 0x8, 0x10, 0x3f

local wanted = { path = true, address = true, binds = true, message = true, messages = true }
local names = { makes = true, removes = true }
local takes_null = { utimensat = true, futimesat = true }

-- By number: the arguments that have paths.
local plans = setmetatable({}, {
  __index = function(t, nr)
    local plan, call = {}, zp.syscalls[nr]
    for i, argument in ipairs(call and call.args or {}) do
      local role = argument.role
      if wanted[role] and not (role:find "message" and call.name:find "^recv") then
        plan[#plan + 1] = {
          name = argument.name, role = role, place = registers[i],
          next = registers[i + 1], effect = argument.effect, follow = argument.follow,
          dfd = registers[argument.dfd], flags = registers[argument.flags], bit = argument.bit,
          null = takes_null[call.name],
        }
      end
    end
    t[nr] = plan
    return plan
  end,
})

--- Has the call arguments that are paths, or addresses?
function M.has(nr)
  return #plans[nr] > 0
end

local function signed(value)
  value = value & 0xffffffff
  return value < 0x80000000 and value or value - 0x100000000
end

-- The folder that a relative path begins in: its path; nil and why there is none.
local function base(fd)
  if fd == AT_FDCWD then return text.cwd() end
  local path, why = zp.fd.path(fd)
  if not path then return nil, why == "ENOENT" and "EBADF" or why end
  if path:byte() ~= 47 then return nil, "ENOTDIR" end
  return path
end

local function read_how(plan, regs)
  local flags, mode, resolve = mem.unpack(regs[plan.flags], "<I8I8I8")
  if not flags or resolve & ~KNOWN ~= 0 or resolve & (BENEATH | IN_ROOT) == BENEATH | IN_ROOT then
    return nil -- the call fails
  end
  return { flags = flags, mode = mode, resolve = resolve, place = plan.flags,
    size = registers[4] }
end

local function open_flags(plan, regs, how)
  if how then return how.flags end
  if plan.follow == "open" then return regs[plan.flags] & 0xffffffff end
  return O_CREAT | O_WRONLY | O_TRUNC -- creat
end

local function follows(plan, regs, flags)
  local rule = plan.follow
  if rule == "always" or rule == "never" then return rule == "always" end
  if rule == "if" or rule == "unless" then
    return (regs[plan.flags] & plan.bit ~= 0) == (rule == "if")
  end
  return flags & O_NOFOLLOW == 0 and flags & (O_CREAT | O_EXCL) ~= O_CREAT | O_EXCL
end

-- The descriptor that an empty path is about; nil: the call fails.
local function descriptor(plan, regs, is_null)
  if not plan.dfd then return nil end
  local may = plan.flags and regs[plan.flags] & AT_EMPTY_PATH ~= 0
  if is_null then may = may or plan.null end
  return may and signed(regs[plan.dfd]) or nil
end

local function place_path(s, regs, plan)
  local given, resolve = s.given, s.how and s.how.resolve or 0
  local scoped = resolve & (BENEATH | IN_ROOT) ~= 0
  if given:byte() == 47 and not scoped then
    s.base, s.whole = "/", given
    return
  end
  s.base, s.why = base(plan.dfd and signed(regs[plan.dfd]) or AT_FDCWD)
  if not s.base then return end
  if resolve & BENEATH ~= 0 and text.escapes(given) then
    s.why = "EXDEV"
  elseif scoped and resolve & IN_ROOT ~= 0 then
    s.whole = (s.base == "/" and "" or s.base) .. text.normal(given)
  else
    s.whole = s.base .. "/" .. given
  end
end

local function read_path(plan, regs, list)
  local address = regs[plan.place]
  local given = address ~= 0 and mem.string(address, 4096)
  local s = { kind = "path", place = plan.place, name = plan.name, effect = plan.effect }
  if plan.effect == "opens" then
    if plan.follow == "how" then
      s.how = read_how(plan, regs)
      if not s.how then return end
    end
    s.flags = open_flags(plan, regs, s.how)
  end
  if not given or given == "" then
    if not given and address ~= 0 then return end
    s.descriptor = descriptor(plan, regs, address == 0)
    if s.descriptor then list[#list + 1] = s end
    return
  end
  s.given, s.follow = given, follows(plan, regs, s.flags)
  -- a slash behind a link follows it, but where a name is made or removed
  if not names[s.effect] and given:find "/%.?$" then s.follow = true end
  place_path(s, regs, plan)
  list[#list + 1] = s
end

-- The path in a struct sockaddr_un, nil if there is none.
local function address_path(address, length)
  length = length & 0xffffffff
  local bytes = address ~= 0 and length > 2 and length <= 128 and mem.read(address, length)
  if not bytes or ("<I2"):unpack(bytes) ~= AF_UNIX or bytes:byte(3) == 0 then return nil end
  return bytes:match("^[^\0]*", 3)
end

local function add_address(list, plan, given, s)
  if not given then return end
  local binds = plan.role == "binds"
  s.name, s.place, s.given = plan.name, plan.place, given
  s.effect, s.follow = binds and "makes" or "looks", not binds
  place_path(s, nil, {})
  list[#list + 1] = s
end

local function read_messages(plan, regs, list)
  local at, count, size = regs[plan.place], 1, MESSAGE
  if plan.role == "messages" then count, size = regs[plan.next] & 0xffffffff, MESSAGES end
  for i = 0, math.min(count, 1024) - 1 do
    local name, length = mem.unpack(at + i * size, "<I8I4")
    if not name then return end
    add_address(list, plan, address_path(name, length),
      { kind = plan.role, index = i, count = count })
  end
end

--- The subjects of the call, in order; see zpoline.path.
function M.list(regs)
  local list = {}
  for _, plan in ipairs(plans[regs.nr]) do
    if plan.role == "path" then
      read_path(plan, regs, list)
    elseif plan.role:find "^message" then
      read_messages(plan, regs, list)
    else
      add_address(list, plan, address_path(regs[plan.place], regs[plan.next]),
        { kind = "address", length = plan.next })
    end
  end
  return list
end

-- another path -------------------------------------------------------------------

-- struct sockaddr_un of a path, at most 107 bytes long: a longer one through its folder's
-- descriptor, which is returned.
local function socket_address(path)
  local fd
  if #path > NAME_MAX then
    local folder, name = path:match "^(.*)/([^/]*)$"
    fd = zp.syscall("openat", AT_FDCWD, folder .. "/", 0x290000) -- O_PATH|O_DIRECTORY|O_CLOEXEC
    if fd < 0 then return nil, fd end
    path = ("/proc/self/fd/%d/%s"):format(fd, name)
  end
  return ("<I2"):pack(AF_UNIX) .. path .. "\0", fd
end

-- All messages of sendmmsg in memory of ours; what the kernel writes there is copied back.
local function copy_messages(regs, s)
  local bytes = mem.read(regs[s.place], s.count * MESSAGES)
  local from, to = regs[s.place], mem.put(bytes)
  regs[s.place] = to
  return to, function()
    for i = 0, s.count - 1 do
      mem.u32(from + i * MESSAGES + MESSAGE, mem.u32(to + i * MESSAGES + MESSAGE))
    end
  end
end

local function give_message(regs, s, bytes)
  local at, finish
  if s.kind == "message" then
    at = mem.put(mem.read(regs[s.place], MESSAGE))
    regs[s.place] = at
  else
    at, finish = copy_messages(regs, s)
    at = at + s.index * MESSAGES
  end
  mem.pack(at, "<I8I4", mem.put(bytes), #bytes)
  return finish
end

local function give_address(regs, s, path)
  local bytes, fd = socket_address(path)
  if not bytes then return nil, fd end
  local finish
  if s.kind == "address" then
    regs[s.place], regs[s.length] = mem.put(bytes), #bytes
  else
    finish = give_message(regs, s, bytes)
  end
  return function()
    if finish then finish() end
    if fd then zp.syscall("close", fd) end
  end
end

--- The call gets another path in place of the subject's. For a socket's address: a
-- function, to be called when the call is over, or nil and -errno.
function M.give(regs, s, path)
  if s.kind ~= "path" then return give_address(regs, s, path) end
  regs[s.place] = mem.put(path)
  local how = s.how
  if how and how.resolve & OWN ~= 0 then
    local size = regs[how.size]
    local rest = size > 24 and size <= 4096 and mem.read(regs[how.place] + 24, size - 24) or ""
    regs[how.place] = mem.put(("<I8I8I8"):pack(how.flags, how.mode, how.resolve & ~OWN) .. rest)
  end
end

return M
