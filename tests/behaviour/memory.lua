-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Reads and writes the buffer of a prctl.
zp.hook("prctl", function(regs, option, buf, size)
  if option ~= 0x7a70 then
    return
  end
  assert(size == 64 and regs.rdx == 64)
  print(zp.mem.string(buf))
  print((zp.mem.read(buf, 7):gsub("%z", "")))
  print(zp.mem.string(buf, 3))
  local copy = zp.mem.put("after\0")
  print(copy ~= buf and zp.mem.read(copy, 6) == "after\0")
  zp.log("written %s", zp.mem.write(buf, "after\0"))
  zp.log("string %s %s", zp.mem.string(16))
  zp.log("read %s %s", zp.mem.read(16 << 12, 10))
  zp.log("write %s %s", zp.mem.write(8192, "text"))
  zp.log("kernel %s %s", zp.mem.read(-4096, 1))
  return 0
end)
