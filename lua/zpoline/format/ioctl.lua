-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- ioctl: the names of requests, what some of them carry.

local basic = require "zpoline.format.basic"
local names = require "zpoline.format.names"
local text = require "zpoline.format.text"

local mem, pointer, pending = zp.mem, basic.pointer, basic.pending
local add = text.add
local ioctl = {}

local directions = { [0] = "_IOC_NONE", "_IOC_WRITE", "_IOC_READ", "_IOC_READ|_IOC_WRITE" }

function ioctl.request(value)
  value = value & 0xffffffff
  return names.find("ioctl", value)
    or ("_IOC(%s, 0x%x, 0x%x, 0x%x)"):format(directions[value >> 30], value >> 8 & 0xff,
      value & 0xff, value >> 16 & 0x3fff)
end

local function number_at(value, format)
  return basic.ints_at(value, format)
end

local function given(format)
  return function(value) return number_at(value, format) end
end

local function filled(decode)
  return function(value, call)
    if pending(call) then return nil end
    return call.failed and pointer(value) or decode(value)
  end
end

local function window(value)
  local rows, columns, x, y = mem.unpack(value, "<I2I2I2I2")
  if value == 0 or not rows then return pointer(value) end
  local s = add(add(text.struct(), "ws_row", rows), "ws_col", columns)
  return add(add(s, "ws_xpixel", x), "ws_ypixel", y)
end

-- Parts of a flag word that are numbers: the group of their names, their bits.
local output_parts = {
  { "delay_nl", 0x100 }, { "delay_cr", 0x600 }, { "delay_tab", 0x1800 },
  { "delay_bs", 0x2000 }, { "delay_vt", 0x4000 }, { "delay_ff", 0x8000 },
}
local control_parts = { { "baud", 0x100f }, { "char_size", 0x30 } }

local function word(group, value, parts)
  local shown = {}
  for i, part in ipairs(parts) do
    shown[i] = names.one(part[1], value & part[2])
    value = value & ~part[2]
  end
  if value ~= 0 or #shown == 0 then shown[#shown + 1] = names.flags(group, value) end
  return table.concat(shown, "|")
end

local function termios(value)
  local input, output, control, lines = mem.unpack(value, "<I4I4I4I4")
  if value == 0 or not input then return pointer(value) end
  local s = add(text.struct(true), "c_iflag", word("c_iflag", input, {}))
  add(s, "c_oflag", word("c_oflag", output, output_parts))
  add(s, "c_cflag", word("c_cflag", control, control_parts))
  return add(s, "c_lflag", word("c_lflag", lines, {}))
end

local function none() return false end

-- What is behind the address, by request; all others show the address.
local arguments = {
  FIONREAD = filled(given "<i4"), FIONBIO = given "<i4", FIOASYNC = given "<i4",
  FIOCLEX = none, FIONCLEX = none,
  TCGETS = filled(termios), TCSETS = termios, TCSETSW = termios, TCSETSF = termios,
  TIOCGWINSZ = filled(window), TIOCSWINSZ = window,
  TIOCGPGRP = filled(given "<i4"), TIOCSPGRP = given "<i4",
  TIOCGSID = filled(given "<i4"), TIOCGPTN = filled(given "<I4"),
  TIOCSPTLCK = given "<i4", TIOCOUTQ = filled(given "<i4"),
  TIOCNOTTY = none, TIOCEXCL = none, TIOCNXCL = none,
  TIOCSCTTY = basic.signed, TIOCGPTPEER = function(value)
    return names.flags("open", value & 0xffffffff)
  end,
  TCFLSH = function(value) return names.one("tcflsh", value) end,
  TCSBRK = basic.signed,
  FICLONE = basic.fd,
  BLKGETSIZE64 = filled(given "<i8"), BLKSSZGET = filled(given "<i4"),
  BLKGETSIZE = filled(given "<i8"), BLKROGET = filled(given "<i4"),
  RNDGETENTCNT = filled(given "<i4"),
}

function ioctl.argument(value, call)
  local decode = arguments[names.find("ioctl", call[2] & 0xffffffff)]
  if not decode then return pointer(value) end
  return decode(value, call)
end

return ioctl
