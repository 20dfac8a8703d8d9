-- SPDX-License-Identifier: MIT OR Apache-2.0
-- iotop: bytes read and written, and time, for each file and socket
--
--   zpoline run -s iotop -- program
--   zpoline run -s iotop -a top=5 -- program     the first five of each process
--
--   4711 cp: 2 files
--         read    written      calls         ms
--      1048576          0          9      0.312 /tmp/a
--            0    1048576          8      0.871 /tmp/b
--
-- Sorted by bytes. C counts by descriptor; the descriptor's file is looked up when it is
-- closed, or at the end. Not counted: memory that a program maps (mmap), and what io_uring
-- or io_submit does for it.

local args = require "zpoline.args"
local bytes = require "zpoline.bytes"
local options = args.read { top = 20 }

local files = {} -- by path

-- By way: what counts the bytes that are read from, and written to, each descriptor.
local sum = { "bytes", "took" }
local ways = {
  read = zp.count(bytes.calls "from", nil, { by = "from", sum = sum }),
  written = zp.count(bytes.calls "to", nil, { by = "to", sum = sum }),
}

local function file_of(fd)
  local path = (zp.fd.path(fd) or "?"):gsub(" %(deleted%)$", "")
  local file = files[path]
  if not file then
    file = { path = path, read = 0, written = 0, calls = 0, ns = 0 }
    files[path] = file
  end
  return file
end

-- What was counted of a descriptor is that of the file that it is open on.
local function settle(fd)
  for way, counts in pairs(ways) do
    local row = counts:take(fd)
    if row then
      local file = file_of(fd)
      file.calls = file.calls + row.calls
      file.ns = file.ns + row.took
      file[way] = file[way] + row.ret
    end
  end
end

local function settle_all(first, last)
  for _, counts in pairs(ways) do
    for _, row in ipairs((counts:rows())) do
      local fd = row.key[1]
      if fd ~= "?" and fd >= first and fd <= last then settle(fd) end
    end
  end
end

-- A number becomes another file's by these.
zp.hook("close", function(_, fd) settle(fd) end)
zp.hook({ "dup2", "dup3" }, function(regs) settle(regs.rsi << 32 >> 32) end)
zp.hook("close_range", function(_, first, last)
  settle_all(first & 0xffffffff, last & 0xffffffff)
end)

-- What the parent has done, it tells.
zp.on("fork", function()
  files = {}
  for _, counts in pairs(ways) do counts:reset() end
end)

zp.on("exit", function()
  settle_all(0, 0xffffffff)
  local list = {}
  for _, file in pairs(files) do list[#list + 1] = file end
  if #list == 0 then return end
  table.sort(list, function(a, b)
    local x, y = a.read + a.written, b.read + b.written
    return x > y or x == y and a.path < b.path
  end)
  local lines = {
    ("%d %s: %d file%s"):format(zp.pid(), zp.comm(), #list, #list == 1 and "" or "s"),
    "      read    written      calls         ms",
  }
  for i = 1, math.min(#list, options.top) do
    local file = list[i]
    lines[#lines + 1] = ("%10d %10d %10d %10.3f %s"):format(file.read, file.written,
      file.calls, file.ns / 1e6, file.path)
  end
  print(table.concat(lines, "\n"))
end)
