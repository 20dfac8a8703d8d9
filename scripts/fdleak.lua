-- SPDX-License-Identifier: MIT OR Apache-2.0
-- fdleak: descriptors that are open at the end, and what opened them
--
--   zpoline run -s fdleak -- program
--
--   4711 program: 1 descriptor was not closed
--   4711   3 /etc/passwd, opened by openat in read_users+0x1f (program), thread 4711
--
-- The function is the first one outside libc. -a stack also shows the functions that called
-- it. Standard input, output and error do not count, nor do inherited descriptors. A
-- process that is killed reports nothing.

local format = require "zpoline.format"
local args = require "zpoline.args"
local options = args.read { stack = false }

local opens = {
  "open", "openat", "openat2", "creat", "dup", "dup2", "dup3", "socket", "accept", "accept4",
  "epoll_create", "epoll_create1", "eventfd", "eventfd2", "signalfd", "signalfd4",
  "timerfd_create", "inotify_init", "inotify_init1", "memfd_create", "pidfd_open",
  "perf_event_open", "userfaultfd",
}
local F_DUPFD, F_DUPFD_CLOEXEC = 0, 1030

-- By descriptor: who made it.
local open = {}

local function remember(regs, fd)
  if fd > 2 then
    open[fd] = { name = regs.name, tid = zp.tid(), frames = zp.backtrace(regs, { max = 16 }) }
  elseif fd >= 0 then
    open[fd] = nil
  end
end

zp.hook(opens, { exit = remember })
zp.hook("fcntl", { exit = function(regs, ret)
  local cmd = regs.rsi & 0xffffffff
  if cmd == F_DUPFD or cmd == F_DUPFD_CLOEXEC then remember(regs, ret) end
end })
zp.hook({ "pipe", "pipe2", "socketpair" }, { exit = function(regs, ret)
  if ret ~= 0 then return end
  local a, b = zp.mem.unpack(regs.name == "socketpair" and regs.r10 or regs.rdi, "i4i4")
  remember(regs, a)
  remember(regs, b)
end })
-- Before the call: afterwards the number can be another thread's.
zp.hook("close", function(regs) open[regs.rdi & 0xffffffff] = nil end)

-- Where the program itself asked for it.
local function place(frames)
  for _, frame in ipairs(frames) do
    local object = frame.object and frame.object:match "[^/]*$" or "?"
    if not object:find "^libc%." then
      return frame.symbol and ("%s+0x%x (%s)"):format(frame.symbol, frame.offset, object)
        or ("%s+0x%x"):format(object, frame.object_offset or frame.addr)
    end
  end
  return "libc"
end

zp.on("exit", function()
  local list = {}
  for fd, made in pairs(open) do
    local path = zp.fd.path(fd)
    if path then list[#list + 1] = { fd = fd, path = path, made = made } end
  end
  if #list == 0 then return end
  table.sort(list, function(a, b) return a.fd < b.fd end)
  zp.log("%d %s: %d descriptor%s not closed", zp.pid(), zp.comm(), #list,
    #list == 1 and " was" or "s were")
  for _, item in ipairs(list) do
    zp.log("%d   %d %s, opened by %s in %s, thread %d", zp.pid(), item.fd,
      item.path:find "^[%g ]+$" and item.path or format.quote(item.path), item.made.name,
      place(item.made.frames), item.made.tid)
    if options.stack then item.made.frames:print() end
  end
end)
