-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Files as a whole, past all hooks: local file = require "inner.file".

local M = {}

local SIZE = 65536

--- All bytes of a file; nil and the name of the error.
function M.read(path)
  local fd = zp.syscall("open", path, 0x80000, 0) -- O_CLOEXEC
  if fd < 0 then return nil, zp.errno[-fd] end
  local buffer = zp.mem.alloc(SIZE)
  local parts = {}
  local n
  repeat
    n = zp.syscall("read", fd, buffer, SIZE)
    if n > 0 then parts[#parts + 1] = zp.mem.read(buffer, n) end
  until n <= 0
  zp.syscall("close", fd)
  zp.mem.free(buffer)
  if n < 0 then return nil, zp.errno[-n] end
  return table.concat(parts)
end

--- Is this the first time that the script runs, in the program that the user has
-- started? Other threads can have states of their own, and children that exec are
-- given ZPOLINE_FOLLOW=1 by the library.
function M.is_first_program()
  if zp.tid() ~= zp.pid() then return false end
  return not ("\0" .. (M.read "/proc/self/environ" or "")):find("\0ZPOLINE_FOLLOW=1\0", 1, true)
end

return M
