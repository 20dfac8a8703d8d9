-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Formats calls with arguments of every kind, right and wrong.
local format = require "zpoline.format"
local encode = zp.json.encode

math.randomseed(1)

-- A page of each kind of nonsense, as an address.
local pages = {}
for i, byte in ipairs { "\0", "\1", "\xff", "A" } do
  pages[i] = zp.mem.alloc(4096)
  zp.mem.write(pages[i], byte:rep(4096))
end
local random = zp.mem.alloc(4096)
for i = 0, 4088, 8 do zp.mem.u64(random + i, math.random(0)) end

local values = {
  0, 1, 2, 3, -1, -100, 0x7fffffff, 0x80000000, 0xffffffff, math.mininteger, 17, 64,
  0x5401, 0x5413, 4096, random, random, 16,
}
for _, page in ipairs(pages) do values[#values + 1] = page end

local results = { 0, 1, 2, 8, 64, -2, -14, -4095, -5000, math.maxinteger }

local function pick(list)
  return list[math.random(#list)]
end

-- The fields of a SyscallRegs that are read.
local function call_of(nr)
  local call = zp.syscalls[nr]
  local regs = { nr = nr, name = call and call.name or "none", rsp = pick(values) }
  for _, name in ipairs { "rdi", "rsi", "rdx", "r10", "r8", "r9" } do
    regs[name] = pick(values)
  end
  return regs
end

for nr = 0, 460 do
  for _ = 1, 20 do
    local regs = call_of(nr)
    local given = format.arguments(regs)
    assert(format.format(regs):find "^[%w_]+%(")
    assert(encode(zp.decode(regs)))
    regs.ret = pick(results)
    assert(format.format(regs, given):find "%) = ")
    assert(format.format(regs):find "%) = ")
    assert(encode(zp.decode(regs)))
  end
end
print "fine"
