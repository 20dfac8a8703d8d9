-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- What is in a folder: require "zpoline.directory".

local mem = zp.mem

local M = {}

local AT_FDCWD, O_DIRECTORY, O_CLOEXEC = -100, 0x10000, 0x80000
local SIZE = 4096
local RECORD, NAME = 16, 19 -- of struct linux_dirent64: its length, and the name

local buffer = mem.alloc(SIZE)

--- The names in a folder; none if it cannot be read.
function M.names(path)
  local names = {}
  local fd = zp.syscall("openat", AT_FDCWD, path, O_DIRECTORY | O_CLOEXEC, 0)
  if fd < 0 then return names end
  while true do
    local n = zp.syscall("getdents64", fd, buffer, SIZE)
    if n <= 0 then break end
    local bytes, at = mem.read(buffer, n), 1
    while at < n do
      local name = ("z"):unpack(bytes, at + NAME)
      if name ~= "." and name ~= ".." then names[#names + 1] = name end
      at = at + ("<I2"):unpack(bytes, at + RECORD)
    end
  end
  zp.syscall("close", fd)
  return names
end

return M
