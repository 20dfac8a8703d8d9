-- SPDX-License-Identifier: MIT OR Apache-2.0
-- passes
-- A bad address is a value, so this is no error.
zp.hook("openat", function()
  assert(select(2, zp.mem.string(1)) == "EFAULT")
  assert(select(2, zp.mem.read(-1, 4096)) == "EFAULT")
  assert(select(2, zp.mem.u64(1 << 62)) == "EFAULT")
  assert(select(2, zp.mem.write(8, "x")) == "EFAULT")
  assert(select(2, zp.mem.iov(16, 2)) == "EFAULT")
  assert(select(2, zp.mem.cstrings(16)) == "EFAULT")
  assert(select(2, zp.mem.unpack(16, "i8")) == "EFAULT")
end)
