-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- What the kernel tells of files, in struct stat and struct statx, for scripts that show
-- something else: require "zpoline.path.stat".

local mem = zp.mem

local M = {}

local AT_EMPTY_PATH = 0x1000

local function major(device) return device >> 8 & 0xfff | device >> 32 & 0xfffff000 end
local function minor(device) return device & 0xff | device >> 12 & 0xffffff00 end
local function join(high, low)
  return (high & 0xfff) << 8 | (high & 0xfffff000) << 32 | low & 0xff | (low & 0xffffff00) << 12
end

-- Places of the times of access, change of contents and of status; statx: of birth as well.
local stat_times = { 72, 88, 104 }
local statx_times = { 64, 80, 96, 112 }

local stat = {
  mode = function(at) return mem.u32(at + 24) end,
  identity = function(at) return mem.unpack(at, "<i8i8") end,
  set_identity = function(at, device, inode) mem.pack(at, "<i8i8", device, inode) end,
  set_links = function(at, n) mem.u64(at + 16, n) end,
  times = stat_times,
  time = function(at, i) return mem.unpack(at + stat_times[i], "<i8i8") end,
  set_time = function(at, i, s, ns) mem.pack(at + stat_times[i], "<i8i8", s, ns) end,
}
local statx = {
  mode = function(at) return mem.u16(at + 28) end,
  identity = function(at)
    local high, low = mem.unpack(at + 136, "<I4I4")
    if high then return join(high, low), mem.u64(at + 32) end
  end,
  set_identity = function(at, device, inode)
    mem.u64(at + 32, inode)
    mem.pack(at + 136, "<I4I4", major(device), minor(device))
  end,
  set_links = function(at, n) mem.u32(at + 16, n) end,
  times = statx_times,
  time = function(at, i) return mem.unpack(at + statx_times[i], "<i8I4") end,
  set_time = function(at, i, s, ns) mem.pack(at + statx_times[i], "<i8I4", s, ns) end,
}

-- The descriptor, if the call is about that.
local function descriptor(regs, flags)
  local path = regs.rsi
  return flags & AT_EMPTY_PATH ~= 0 and (path == 0 or mem.u8(path) == 0) and regs.rdi or nil
end

--- show(kind, at, fd, regs) when the kernel has told of a file: at is the address of the
-- structure, which kind reads and changes; fd the descriptor that it was asked about, nil
-- for a path. hook: another one than zp.hook, if it is given.
function M.hook(show, hook)
  hook = hook or zp.hook
  hook({ "stat", "lstat" }, { ret = 0 }, { exit = function(regs)
    show(stat, regs.rsi, nil, regs)
  end })
  hook("fstat", { ret = 0 }, { exit = function(regs)
    show(stat, regs.rsi, regs.rdi, regs)
  end })
  hook("newfstatat", { ret = 0 }, { exit = function(regs)
    show(stat, regs.rdx, descriptor(regs, regs.r10), regs)
  end })
  hook("statx", { ret = 0 }, { exit = function(regs)
    show(statx, regs.r8, descriptor(regs, regs.rdx), regs)
  end })
end

return M
