-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Calls each function of zp.mem, with good addresses and with bad ones.
local mem = zp.mem
local bad = 1 << 20 -- nothing is mapped there

local function say(what, ...)
  local t = table.pack(...)
  for i = 1, t.n do t[i] = tostring(t[i]) end
  print(what .. ": " .. table.concat(t, " "))
end

local p = mem.alloc(64)
say("zeroed", mem.read(p, 64) == ("\0"):rep(64))
say("written", mem.u8(p, 0xfe), mem.u16(p + 2, 0xfffe), mem.u32(p + 4, 0xfffffffe),
  mem.u64(p + 8, -2))
say("unsigned", mem.u8(p), mem.u16(p + 2), mem.u32(p + 4), mem.u64(p + 8), mem.ptr(p + 8))
say("signed", mem.i8(p), mem.i16(p + 2), mem.i32(p + 4), mem.i64(p + 8))
say("narrow", mem.u8(p + 1, 0x1234), mem.u8(p + 1), mem.u8(p + 2))
say("bad", mem.u32(bad), mem.u32(bad, 1), mem.unpack(bad, "i4"))
say("bad list", mem.cstrings(bad), mem.iov(bad, 1))
say("pack", mem.pack(p, "<i4I8d", -3, 5, 0.5), mem.unpack(p, "<i4I8d"))
say("no size", select(2, pcall(mem.unpack, p, "z")):match "variable.*" ~= nil)

local s = mem.alloc(16)
mem.write(s, "one\0two\0three\0")
mem.pack(p, "jjjj", s, s + 4, s + 8, 0)
say("strings", table.concat(mem.cstrings(p), ","), #mem.cstrings(p, 2))
mem.pack(p, "jjjj", s, 3, s + 8, 5)
say("iov", mem.iov(p, 2), mem.iov(p, 2, 5), "'" .. mem.iov(p, 0) .. "'")
mem.pack(p, "jjjj", s, 3, bad, 5)
say("bad iov", mem.iov(p, 2))
mem.pack(p, "jj", bad, 0)
say("bad argv", mem.cstrings(p))
say("freed", mem.free(s), select(2, pcall(mem.free, s)):match "freed already")
say("not ours", select(2, pcall(mem.free, p + 1)):match "not an address" ~= nil)

-- the kernel reads and writes it like any other memory
zp.hook("getppid", function()
  local fds = mem.alloc(8)
  say("pipe", zp.syscall("pipe", fds))
  local r, w = mem.unpack(fds, "i4i4")
  say("through", zp.syscall("write", w, "bytes", 5), zp.syscall("read", r, p, 64),
    mem.read(p, 5))
  mem.free(fds)
end)
zp.hook("execve", function(_, path, argv)
  say("exec", mem.string(path), table.concat(mem.cstrings(argv), " "))
end)
