-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Files: modes, stat, directories, fcntl.

local basic = require "zpoline.format.basic"
local names = require "zpoline.format.names"
local text = require "zpoline.format.text"

local mem, pointer, pending = zp.mem, basic.pointer, basic.pending
local add = text.add
local file = {}

-- open's flags: two bits say how, the others what else.
local function open_flags(value)
  local how = names.find("open", value & 3)
  local rest = value & ~3
  return rest == 0 and how or how .. "|" .. names.flags("open", rest)
end

function file.open_flags(value) return open_flags(value & 0xffffffff) end

--- Those of pipe2 and dup3, which do not say how.
function file.fd_flags(value)
  value = value & 0xffffffff
  return value == 0 and "0" or names.flags("open", value)
end

local O_CREAT, O_TMPFILE = 0x40, 0x410000

local function creates(flags)
  return flags & O_CREAT ~= 0 or flags & O_TMPFILE == O_TMPFILE
end

--- open's mode exists only with flags that make a file.
function file.open_mode(value, call, at)
  return creates(call[at]) and basic.octal(value)
end

--- struct open_how
function file.open_how(value)
  local flags, mode, resolve = mem.unpack(value, "<i8i8i8")
  if value == 0 or not flags then return pointer(value) end
  local how = add(text.struct(), "flags", open_flags(flags))
  if mode ~= 0 or creates(flags) then add(how, "mode", basic.octal(mode)) end
  return add(how, "resolve", names.flags("resolve", resolve))
end

local function mode_text(mode)
  local kind = mode & 0xf000
  local name = kind ~= 0 and kind ~= 0xf000 and names.find("mode", kind)
  if not name then return basic.octal(mode) end
  local bits = { name }
  if mode & 0x800 ~= 0 then bits[#bits + 1] = "S_ISUID" end
  if mode & 0x400 ~= 0 then bits[#bits + 1] = "S_ISGID" end
  if mode & 0x200 ~= 0 then bits[#bits + 1] = "S_ISVTX" end
  bits[#bits + 1] = basic.octal(mode & 0x1ff)
  return table.concat(bits, "|")
end

local mode_texts = {}

--- st_mode, and mknod's: the type by name.
function file.mode(value)
  local mode = value & 0xffff
  local known = mode_texts[mode] or mode_text(mode)
  mode_texts[mode] = known
  return known
end

-- dev_t as the kernel's stat has it.
local function dev(value)
  local major = (value >> 8 & 0xfff) | (value >> 32 & ~0xfff)
  local minor = (value & 0xff) | (value >> 12 & 0xffffff00)
  return text.as(text.list { major, minor },
    ("makedev(%s, %s)"):format(basic.hex(major), basic.hex(minor)))
end

local function is_device(mode)
  local kind = mode & 0xf000
  return kind == 0x2000 or kind == 0x6000
end

--- mknod's device: there for devices only.
function file.device(value, call, at)
  return is_device(call[at]) and dev(value & 0xffffffff)
end

--- struct stat: what kind, and how large.
function file.stat(value, call)
  if pending(call) then return nil end
  local mode, rdev, size
  if not call.failed and value ~= 0 then
    mode, rdev, size = mem.unpack(value + 24, "<I4xxxxxxxxxxxxi8i8")
  end
  if not mode then return pointer(value) end
  local s = add(text.struct(true), "st_mode", file.mode(mode))
  if is_device(mode) then return add(s, "st_rdev", dev(rdev)) end
  return add(s, "st_size", size)
end

function file.statx_flags(value)
  value = value & 0xffffffff
  local rest = value & ~0x6000
  local sync = value & 0x6000 == 0x6000 and "AT_STATX_FORCE_SYNC|AT_STATX_DONT_SYNC"
    or names.find("at_statx", value & 0x6000)
  return rest == 0 and sync or sync .. "|" .. names.flags("at", rest)
end

--- struct statx
function file.statx(value, call)
  if pending(call) then return nil end
  local s = not call.failed and value ~= 0 and mem.read(value, 256)
  if not s then return pointer(value) end
  local mask, _, attributes, _, _, _, mode, _, _, size = ("<I4I4i8I4I4I4I2I2i8i8"):unpack(s)
  local shown = add(text.struct(true), "stx_mask", names.flags("statx", mask))
  add(shown, "stx_attributes", names.flags("statx_attr", attributes))
  add(shown, "stx_mode", file.mode(mode))
  return add(shown, "stx_size", basic.size(size))
end

--- struct statfs
function file.statfs(value, call)
  if pending(call) then return nil end
  local s = not call.failed and value ~= 0 and mem.read(value, 120)
  if not s then return pointer(value) end
  local v = { ("<i8i8i8i8i8i8i8I4I4i8i8i8"):unpack(s) }
  local shown = add(text.struct(), "f_type", names.find("statfs", v[1])
    or ("%#x"):format(v[1]))
  for i, name in ipairs { "f_bsize", "f_blocks", "f_bfree", "f_bavail", "f_files", "f_ffree" } do
    add(shown, name, basic.size(v[i + 1]))
  end
  local id = text.list { v[8] == 0 and 0 or basic.hex(v[8]), v[9] == 0 and 0 or basic.hex(v[9]) }
  add(shown, "f_fsid", add(text.struct(), "val", id))
  add(shown, "f_namelen", v[10])
  add(shown, "f_frsize", v[11])
  return add(shown, "f_flags", names.flags("st", v[12]))
end

-- Bytes of entries that are looked at.
local ENTRIES = 1 << 20

--- getdents64: how many entries.
function file.entries(value, call)
  if pending(call) then return nil end
  if call.failed then return pointer(value) end
  local s, at, n = mem.read(value, basic.least(call.ret, ENTRIES)), 1, 0
  if not s then return pointer(value) end
  while at + 18 <= #s do
    local length = ("<I2"):unpack(s, at + 16)
    if length < 19 then return pointer(value) end
    n = n + 1
    at = at + length
  end
  return ("%s /* %d %s */"):format(pointer(value), n, n == 1 and "entry" or "entries")
end

-- mount -------------------------------------------------------------------------

local REMOUNT = 0x20
local MOVES = 0x1f3000 -- bind, move, and the four ways that mounts propagate

--- The type, and below the data: not looked at where the flags say so.
function file.mount_type(value, call)
  return call[4] & (REMOUNT | MOVES) ~= 0 and pointer(value) or basic.string(value)
end

function file.mount_data(value, call)
  local ignored = call[4] & MOVES ~= 0 and call[4] & REMOUNT == 0
  return ignored and pointer(value) or basic.string(value)
end

-- fcntl -----------------------------------------------------------------------

local function lock(value)
  local kind, whence, start, len, pid = mem.unpack(value, "<i2i2xxxxi8i8i4")
  if value == 0 or not kind then return pointer(value) end
  local s = add(text.struct(), "l_type", names.one("lock", kind & 0xffff))
  add(s, "l_whence", names.one("seek", whence & 0xffff))
  add(s, "l_start", start)
  add(s, "l_len", len)
  return s, pid
end

local function get_lock(value, call)
  if pending(call) then return nil end
  if call.failed then return pointer(value) end
  local s, pid = lock(value)
  return pid and add(s, "l_pid", pid) or s
end

local function rest(group)
  return function(value) return names.flags(group, value & 0xffffffff) end
end

local function none() return false end

-- What the third argument is, by command.
local fcntl_arguments = {
  F_DUPFD = basic.signed, F_DUPFD_CLOEXEC = basic.signed,
  F_SETFD = rest "fd",
  F_SETFL = file.open_flags,
  F_SETLK = lock, F_SETLKW = lock, F_OFD_SETLK = lock, F_OFD_SETLKW = lock,
  F_GETLK = get_lock, F_OFD_GETLK = get_lock,
  F_SETOWN = basic.signed, F_SETPIPE_SZ = basic.signed,
  F_ADD_SEALS = rest "seal", F_SETLEASE = rest "lease", F_NOTIFY = rest "dn",
  F_SETSIG = function(value) return names.find("signal", value) or basic.signed(value) end,
  F_GETFD = none, F_GETFL = none, F_GETOWN = none, F_GETSIG = none,
  F_GETLEASE = none, F_GETPIPE_SZ = none, F_GET_SEALS = none,
}

local function command(call)
  return names.find("fcntl", call[2] & 0xffffffff)
end

function file.fcntl_argument(value, call)
  local decode = fcntl_arguments[command(call)]
  if not decode then return basic.hex(value) end
  return (decode(value, call))
end

local function with_flags(group)
  return function(ret)
    if ret == 0 and group ~= "open" then return "0" end
    local flags = group == "open" and open_flags(ret) or names.flags(group, ret)
    return ("%#x (flags %s)"):format(ret, flags)
  end
end

local fcntl_results = {
  F_GETFL = with_flags "open", F_GETFD = with_flags "fd",
  F_GET_SEALS = function(ret)
    return ret == 0 and "0" or ("0x%x (seals %s)"):format(ret, names.flags("seal", ret))
  end,
  F_GETLEASE = function(ret) return ("%#x (%s)"):format(ret, names.one("lease", ret)) end,
  F_DUPFD = basic.fd, F_DUPFD_CLOEXEC = basic.fd,
}

function file.fcntl_result(ret, call)
  local decode = fcntl_results[command(call)]
  return decode and decode(ret, call) or ret
end

return file
