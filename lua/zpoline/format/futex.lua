-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- futex: which of its arguments an operation has.

local basic = require "zpoline.format.basic"
local names = require "zpoline.format.names"
local time = require "zpoline.format.time"

local pointer = basic.pointer
local futex = {}

-- The operation without its flags.
local function kind(call)
  return names.find("futex", call[2] & 0x7f)
end

function futex.operation(value)
  value = value & 0xffffffff
  local name = names.find("futex", value & ~0x180)
  if not name then return names.one("futex", value) end
  return name .. (value & 0x80 ~= 0 and "_PRIVATE" or "")
    .. (value & 0x100 ~= 0 and "|FUTEX_CLOCK_REALTIME" or "")
end

local function words(s)
  local set = {}
  for word in s:gmatch "%S+" do set["FUTEX_" .. word] = true end
  return set
end

local without_value = words "LOCK_PI UNLOCK_PI TRYLOCK_PI LOCK_PI2"
local with_timeout = words "WAIT WAIT_BITSET LOCK_PI LOCK_PI2 WAIT_REQUEUE_PI"
local with_number = words "REQUEUE CMP_REQUEUE WAKE_OP CMP_REQUEUE_PI"
local with_second = words "REQUEUE CMP_REQUEUE WAKE_OP CMP_REQUEUE_PI WAIT_REQUEUE_PI"
local with_mask = words "WAIT_BITSET WAKE_BITSET"
local with_third = words "CMP_REQUEUE CMP_REQUEUE_PI"

function futex.value(value, call)
  return not without_value[kind(call)] and basic.unsigned(value)
end

function futex.timeout(value, call)
  local op = kind(call)
  if with_timeout[op] then return time.spec(value) end
  if with_number[op] then return basic.unsigned(value) end
  return not op and basic.hex(value)
end

function futex.second(value, call)
  local op = kind(call)
  if with_second[op] then return pointer(value) end
  return not op and basic.hex(value)
end

local operators = { [0] = "SET", "ADD", "OR", "ANDN", "XOR" }
local comparisons = { [0] = "EQ", "NE", "LT", "LE", "GT", "GE" }

-- FUTEX_WAKE_OP's last argument is four small numbers.
local function wake_operation(value)
  local op, compare = operators[value >> 28 & 7], comparisons[value >> 24 & 15]
  if not op or not compare then return basic.hex32(value) end
  local shift = value >> 31 & 1 ~= 0 and "FUTEX_OP_OPARG_SHIFT<<28|" or ""
  return ("%sFUTEX_OP_%s<<28|%s<<12|FUTEX_OP_CMP_%s<<24|%s"):format(shift, op,
    basic.hex(value >> 12 & 0xfff), compare, basic.hex(value & 0xfff))
end

function futex.third(value, call)
  local op = kind(call)
  value = value & 0xffffffff
  if with_mask[op] then
    return value == 0xffffffff and "FUTEX_BITSET_MATCH_ANY" or basic.hex(value)
  elseif op == "FUTEX_WAKE_OP" then
    return wake_operation(value)
  end
  if with_third[op] then return value end
  return not op and basic.hex(value)
end

return futex
