-- SPDX-License-Identifier: MIT OR Apache-2.0
-- What is told of files, for overlay.lua: require "overlay.shown"(tree). A copy has the
-- device and inode of the file that it stands for, a folder of both trees the modes and
-- times of its copy; names that the kernel tells are those that the program knows.

local stat = require "zpoline.path.stat"

local AT_FDCWD, AF_UNIX = -100, 1
local PATH_AT = 2 -- in struct sockaddr_un

return function(tree)
  local store, mem = tree.store, zp.mem

  -- What is said of a folder's copy, where the kernel has told of the real one.
  local function tell_again(entry, at, regs)
    if regs.name == "statx" then
      zp.syscall("statx", AT_FDCWD, entry.at, 0, regs.r10, at)
    else
      zp.syscall("newfstatat", AT_FDCWD, entry.at, at, 0)
    end
  end

  stat.hook(function(kind, at, fd, regs)
    local device, inode = kind.identity(at)
    if not device then return end
    local folder = tree.is_directory(kind.mode(at))
    local entry = folder and fd and tree.both(fd)
    if entry then
      tell_again(entry, at, regs)
    else
      device, inode = store.stands_for(device, inode)
      if not device then return end
    end
    kind.set_identity(at, device, inode)
    if folder then kind.set_links(at, 1) end -- of how many folders there are is not known
  end)

  -- names ------------------------------------------------------------------------------

  zp.hook("getcwd", { exit = function(regs, ret)
    local path = ret > 0 and mem.string(regs.rdi)
    local seen = path and store.seen(path)
    if not path or seen == path then return end
    mem.write(regs.rdi, seen .. "\0")
    return #seen + 1
  end })

  -- /proc/self/exe, cwd, fd/N
  zp.hook({ "readlink", "readlinkat" }, { ret = ">0" }, { exit = function(regs)
    local at = regs.name == "readlinkat"
    local address, size = regs[at and "rdx" or "rsi"], regs[at and "r10" or "rdx"]
    local text = mem.read(address, regs.ret)
    if not text or text:sub(1, #store.upper) ~= store.upper:sub(1, #text) then return end
    local name = mem.string(regs[at and "rsi" or "rdi"], 4096)
    local whole = at and name:byte() ~= 47 and zp.path(regs)
    text = tree.target(whole or name)
    local seen = store.seen(text)
    if text == "" or seen == text then return end
    seen = seen:sub(1, size & 0x7fffffff)
    mem.write(address, seen)
    return #seen
  end })

  zp.hook({ "getsockname", "getpeername", "accept", "accept4", "recvfrom" }, { ret = ">=0" },
    { exit = function(regs)
      local from = regs.name == "recvfrom"
      local at, length = regs[from and "r8" or "rsi"], regs[from and "r9" or "rdx"]
      if at == 0 or length == 0 or mem.u16(at) ~= AF_UNIX then return end
      local path = mem.string(at + PATH_AT, 108)
      local seen = path and (store.socket(path) or store.seen(path))
      if not path or seen == path then return end
      mem.write(at + PATH_AT, seen .. "\0")
      mem.u32(length, PATH_AT + #seen + 1)
    end })
end
