-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Calls that move bytes, as the table of calls tells (zp.syscalls): from which descriptor,
-- to which, how many are asked for and how many were moved. What counts bytes, or limits
-- them, asks here, and so knows every call of the table: require "zpoline.bytes".

local mem = zp.mem

local M = {}

local registers = { "rdi", "rsi", "rdx", "r10", "r8", "r9" }
local F_GETFL, O_ACCMODE, O_RDONLY = 3, 3, 0
local PEEKS = 0x2 | 0x2000 -- MSG_PEEK, MSG_ERRQUEUE
local IOV_MAX = 1024 -- of iovecs and of messages (UIO_MAXIOV)
-- struct msghdr, and struct mmsghdr: the same with the number of bytes
local MESSAGE, MESSAGES, IOV_AT, MOVED_AT = 56, 64, 16, 56
local MOST = 0x7ffff000 -- that one call moves (MAX_RW_COUNT)

-- How a call tells its bytes: the first of these roles that one of its arguments has.
local forms = { "length", "whole", "vector", "message", "messages" }
local descriptors = { from = true, to = true, pipe = true, peeks = true }

-- By number: the registers of from, to, pipe and peeks; form, one of forms, and at, the
-- register of the argument that has it; next, the one behind that. false for a call that
-- tells of no bytes.
local plans = setmetatable({}, {
  __index = function(t, nr)
    local plan, call = {}, zp.syscalls[nr]
    for i, argument in ipairs(call and call.args or {}) do
      local role = argument.role
      if descriptors[role] then plan[role] = registers[i] end
      for _, form in ipairs(forms) do
        if role == form then
          plan.form, plan.at, plan.next = form, registers[i], registers[i + 1]
        end
      end
    end
    t[nr] = plan.form and plan or false
    return t[nr]
  end,
})

-- which ---------------------------------------------------------------------------

--- The calls that take bytes from a descriptor (way is "from"), give them to one ("to"), or
--- do either (nil): a list of names.
function M.calls(way)
  local list = {}
  for nr, call in pairs(zp.syscalls) do
    local plan = plans[nr]
    local from, to = plan and (plan.from or plan.pipe), plan and (plan.to or plan.pipe)
    if way ~= "to" and from or way ~= "from" and to then list[#list + 1] = call.name end
  end
  return list
end

--- Can the call of that number move some of its bytes? A message of a queue is moved whole.
function M.can_cut(nr)
  return plans[nr] and plans[nr].form ~= "whole"
end

--- The name of the argument that says how many bytes the call asks for; nil if that stands
--- in a vector or a message.
function M.length_of(nr)
  local plan = plans[nr]
  if not plan or plan.form ~= "length" then return nil end
  for i, argument in ipairs(zp.syscalls[nr].args) do
    if registers[i] == plan.at then return argument.name end
  end
end

local function descriptor(regs, place)
  return place and regs[place] << 32 >> 32
end

-- Is the descriptor a pipe's end for reading?
local function is_read_end(fd)
  local flags = zp.syscall("fcntl", fd, F_GETFL, 0)
  return flags >= 0 and flags & O_ACCMODE == O_RDONLY
end

local function end_of(regs, place, is_read)
  local fd = descriptor(regs, place)
  return fd and is_read_end(fd) == is_read and fd or nil
end

--- The descriptor that the call takes bytes from; nil: none.
function M.from(regs)
  local plan = plans[regs.nr]
  return plan and (descriptor(regs, plan.from) or end_of(regs, plan.pipe, true)) or nil
end

--- The descriptor that it gives bytes to; nil: none.
function M.to(regs)
  local plan = plans[regs.nr]
  return plan and (descriptor(regs, plan.to) or end_of(regs, plan.pipe, false)) or nil
end

--- Let it give them to another one.
function M.set_to(regs, fd)
  local plan = plans[regs.nr]
  regs[plan.to or plan.pipe] = fd
end

-- how many ------------------------------------------------------------------------

local function vector_length(at, count)
  local sum = 0
  if math.ult(IOV_MAX, count) then return 0 end
  for i = 0, count - 1 do
    local length = mem.u64(at + 16 * i + 8) or 0
    sum = sum + (math.ult(length, MOST) and length or MOST)
  end
  return sum
end

local function message_length(at)
  local vector, count = mem.unpack(at + IOV_AT, "<i8i8")
  return vector and vector_length(vector, count) or 0
end

local function count_of(regs, plan)
  return math.min(regs[plan.next] & 0xffffffff, IOV_MAX)
end

local asked = {
  length = function(regs, plan) return regs[plan.at] end,
  vector = function(regs, plan) return vector_length(regs[plan.at], regs[plan.next]) end,
  message = function(regs, plan) return message_length(regs[plan.at]) end,
  messages = function(regs, plan)
    local sum = 0
    for i = 0, count_of(regs, plan) - 1 do
      sum = sum + message_length(regs[plan.at] + MESSAGES * i)
    end
    return sum
  end,
}
asked.whole = asked.length

--- How many bytes the call asks to be moved; at most 0x7ffff000, for the kernel moves no
--- more at a time.
function M.asked(regs)
  local plan = plans[regs.nr]
  local n = plan and asked[plan.form](regs, plan) or 0
  return math.ult(n, MOST) and n or MOST
end

--- How many bytes a call that has returned ret has moved. Those that MSG_PEEK leaves where
--- they are do not count.
function M.moved(regs, ret)
  local plan = plans[regs.nr]
  if not plan or ret < 0 or plan.peeks and regs[plan.peeks] & PEEKS ~= 0 then return 0 end
  if plan.form == "whole" and plan.to then return regs[plan.at] end
  if plan.form ~= "messages" then return ret end
  local sum = 0
  for i = 0, ret - 1 do sum = sum + (mem.u32(regs[plan.at] + MESSAGES * i + MOVED_AT) or 0) end
  return sum
end

--- The result of a call that has moved all that it was asked for, where that is to be seen
--- and no call was made. nil: its messages cannot be written.
function M.pretend(regs)
  local plan = plans[regs.nr]
  if plan.form == "whole" then return 0 end
  if plan.form ~= "messages" then return M.asked(regs) end
  local count = count_of(regs, plan)
  for i = 0, count - 1 do
    local at = regs[plan.at] + MESSAGES * i
    if not mem.u32(at + MOVED_AT, message_length(at)) then return nil end
  end
  return count
end

-- fewer ---------------------------------------------------------------------------

-- A vector's buffers for max bytes in all: where they are told, and how many. nil: it has no
-- more than that, or is none that the kernel would take.
local function cut_vector(at, count, max)
  if math.ult(IOV_MAX, count) or vector_length(at, count) <= max then return nil end
  local kept = {}
  while max > 0 do
    local base, length = mem.unpack(at + 16 * #kept, "<i8i8")
    if not base then return nil end
    if math.ult(max, length) then length = max end
    kept[#kept + 1] = ("<i8i8"):pack(base, length)
    max = max - length
  end
  return mem.put(table.concat(kept)), #kept
end

-- The call with a copy of the message at that address, size bytes long, whose buffers are cut
-- to max. What the kernel writes to the copy, the program finds.
local function call_message(regs, plan, size, max)
  local at = regs[plan.at]
  local bytes = mem.read(at, size)
  local vector, count = mem.unpack(at + IOV_AT, "<i8i8")
  local cut, fewer
  if bytes and vector then cut, fewer = cut_vector(vector, count, max) end
  if not cut then return regs:call() end
  local head, tail = bytes:sub(1, IOV_AT), bytes:sub(IOV_AT + 17)
  local copy = mem.put(head .. ("<i8i8"):pack(cut, fewer) .. tail)
  regs[plan.at] = copy
  local ret = regs:call()
  regs[plan.at] = at
  if ret >= 0 then
    mem.write(at, mem.read(copy, IOV_AT))
    mem.write(at + IOV_AT + 16, mem.read(copy + IOV_AT + 16, size - IOV_AT - 16))
  end
  return ret
end

-- As many messages as have no more than max bytes; at least the first, of which so many.
local function call_messages(regs, plan, max)
  local at, count, sum = regs[plan.at], count_of(regs, plan), 0
  for i = 0, count - 1 do
    sum = sum + message_length(at + MESSAGES * i)
    if sum > max then
      regs[plan.next] = math.max(i, 1)
      if i == 0 then return call_message(regs, plan, MESSAGES, max) end
      break
    end
  end
  return regs:call()
end

local calls = {
  length = function(regs, plan, max)
    if math.ult(max, regs[plan.at]) then regs[plan.at] = max end
    return regs:call()
  end,
  vector = function(regs, plan, max)
    local at, count = cut_vector(regs[plan.at], regs[plan.next], max)
    if at then regs[plan.at], regs[plan.next] = at, count end
    return regs:call()
  end,
  message = function(regs, plan, max) return call_message(regs, plan, MESSAGE, max) end,
  messages = call_messages,
}

--- Make the call, which can_cut(), of at most max bytes, 1 or more; its result.
function M.call(regs, max)
  local plan = plans[regs.nr]
  return calls[plan.form](regs, plan, max)
end

return M
