-- SPDX-License-Identifier: MIT OR Apache-2.0
-- fakefile: files that are there for the program only, with a text of yours
--
--   zpoline run -s fakefile -a '/etc/motd=Hello,\_world!\n' -- cat /etc/motd
--   zpoline run -s fakefile -a '/proc/sys/kernel/ostype=@text' -- program
--
--   Hello, world!
--
-- PATH=TEXT, or PATH=@FILE for a text that is read when the program starts. In a word
-- \_ is a blank, \n a new line, \t a tab. The program may read such a file, look at
-- it (stat, access) and find it a regular file of its size; opened for writing it is
-- a copy in memory that is gone when it is closed.

local args = require "zpoline.args"
local file = require "inner.file"
local paths = require "inner.paths"
local options = args.read {}

local O_CLOEXEC, O_APPEND, O_TRUNC, SEEK_SET = 0x80000, 0x400, 0x200, 0
local F_SETFL = 4

local texts = {}
for _, word in ipairs(options) do
  local path, text = word:match "^(/[^=]*)=(.*)$"
  if not path then
    error(("fakefile: '%s' is not /PATH=TEXT"):format(word), 0)
  end
  if text:byte() == 64 then
    local err
    text, err = file.read(text:sub(2))
    if not text then error(("fakefile: '%s' cannot be read (%s)"):format(word, err), 0) end
  end
  texts[paths.normal(path)] = text
end
if not next(texts) then
  error("fakefile: no file is named. Remedy: -a '/etc/motd=Hello\\n'", 0)
end

-- A descriptor open on the text, or -errno.
local function open(text, flags)
  local fd = zp.syscall("memfd_create", "fakefile", flags & O_CLOEXEC ~= 0 and 1 or 0)
  if fd < 0 then return fd end
  zp.syscall("fchmod", fd, 0x1a4) -- 0644
  if flags & O_TRUNC == 0 then
    zp.syscall("write", fd, text, #text)
    zp.syscall("lseek", fd, 0, SEEK_SET)
  end
  if flags & O_APPEND ~= 0 then zp.syscall("fcntl", fd, F_SETFL, O_APPEND) end
  return fd
end

-- The first path of the call that is one of ours: its text, and the register.
local function find(regs)
  local text, at
  paths.each(regs, function(path, place)
    if not text then text, at = texts[path], place end
  end)
  return text, at
end

zp.hook({ "open", "openat", "openat2", "creat" }, function(regs)
  local text = find(regs)
  if not text then return end
  local flags = regs.name == "openat2" and zp.mem.u64(regs.rdx)
    or regs.name == "creat" and O_TRUNC or regs.flags
  return open(text, flags or 0)
end)

-- What looks at a file by its name looks at one in memory.
zp.hook({ "stat", "lstat", "newfstatat", "statx", "access", "faccessat", "faccessat2" },
  function(regs)
    local text, place = find(regs)
    if not text then return end
    local fd = open(text, O_CLOEXEC)
    if fd < 0 then return fd end
    if regs.name == "lstat" then regs.nr = zp.syscalls.stat.nr end
    if regs.name == "newfstatat" then regs.r10 = regs.r10 & ~0x100 end -- AT_SYMLINK_NOFOLLOW
    if regs.name == "statx" then regs.rdx = regs.rdx & ~0x100 end
    regs[place] = zp.mem.put("/proc/self/fd/" .. fd)
    local ret = regs:call()
    zp.syscall("close", fd)
    return ret
  end)
