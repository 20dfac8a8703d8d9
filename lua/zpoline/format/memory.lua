-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Mappings.

local basic = require "zpoline.format.basic"
local names = require "zpoline.format.names"
local text = require "zpoline.format.text"

local mem, pointer, pending = zp.mem, basic.pointer, basic.pending
local memory = {}

local HUGE_SHIFT = 26

--- mmap's flags: a type, flags, the size of huge pages.
function memory.map_flags(value)
  value = value & 0xffffffff
  local kind, huge = value & 0xf, value >> HUGE_SHIFT
  local rest = value & ~0xf & (1 << HUGE_SHIFT) - 1
  local parts = {}
  parts[1] = kind == 0 and "MAP_FILE" or names.one("map", kind)
  if rest ~= 0 then parts[#parts + 1] = names.flags("map", rest) end
  if huge ~= 0 then parts[#parts + 1] = huge .. "<<MAP_HUGE_SHIFT" end
  return table.concat(parts, "|")
end

--- memfd_create's flags: the size of huge pages among them.
function memory.memfd_flags(value)
  value = value & 0xffffffff
  local huge = value >> HUGE_SHIFT
  local shown = names.flags("memfd", value & (1 << HUGE_SHIFT) - 1)
  return huge == 0 and shown or ("%s|%d<<MFD_HUGE_SHIFT"):format(shown, huge)
end

local FIXED, DONTUNMAP = 2, 4

--- mremap's last argument is there if a flag says so.
function memory.new_address(value, call)
  return call[4] & (FIXED | DONTUNMAP) ~= 0 and pointer(value)
end

--- mincore: a byte a page.
function memory.residence(value, call)
  if pending(call) then return nil end
  local pages = (call[2] + 4095) // 4096
  local bytes = not call.failed and value ~= 0 and pages >= 0
    and mem.read(value, math.min(pages, text.BYTES))
  if not bytes then return pointer(value) end
  local list = {}
  for i = 1, #bytes do list[i] = bytes:byte(i) & 1 end
  return text.list(list, pages > text.BYTES)
end

return memory
