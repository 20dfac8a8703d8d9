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
-- Sorted by bytes. Not counted: memory that a program maps (mmap), and what io_uring or
-- io_submit does for it.

local args = require "zpoline.args"
local bytes = require "zpoline.bytes"
local options = args.read { top = 20 }

local files = {} -- by path
local paths = {} -- by descriptor, as long as it is open

local function file_of(fd)
  local path = paths[fd]
  if not path then
    path = zp.fd.path(fd) or "?"
    paths[fd] = path
  end
  local file = files[path]
  if not file then
    file = { path = path, read = 0, written = 0, calls = 0, ns = 0 }
    files[path] = file
  end
  return file
end

-- A call of that time on a file, which moved n bytes that way.
local function add(file, way, n, ns)
  if not file then return end
  file.calls = file.calls + 1
  file.ns = file.ns + ns
  file[way] = file[way] + n
end

zp.hook({ "%read", "%write" }, {
  enter = function(regs)
    local from, to = bytes.from(regs), bytes.to(regs)
    regs.data = { from = from and file_of(from), to = to and file_of(to), start = zp.now() }
  end,
  exit = function(regs, ret)
    local call, n = regs.data, bytes.moved(regs, ret)
    local ns = zp.now() - call.start
    add(call.from, "read", n, ns)
    add(call.to, "written", n, ns)
  end,
})

-- A number becomes another file's by these.
zp.hook({ "close", "dup2", "dup3" }, function(regs)
  paths[(regs.name == "close" and regs.rdi or regs.rsi) & 0xffffffff] = nil
end)
zp.hook({ "open", "openat", "openat2", "creat", "socket", "accept", "accept4", "dup" }, {
  exit = function(_, ret) paths[ret] = nil end,
})
zp.hook("close_range", function() paths = {} end)

zp.on("fork", function() files = {} end)

zp.on("exit", function()
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
