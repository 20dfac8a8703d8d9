-- SPDX-License-Identifier: MIT OR Apache-2.0
-- fsync-audit: files whose data was not on the disk when it mattered
--
--   zpoline run -s fsync-audit -- program
--
--   4711 fsync-audit: /tmp/data.new renamed to /tmp/data: 4096 bytes not synced
--   4711 fsync-audit: /tmp/log closed: 120 bytes not synced
--   4711 fsync-audit: /tmp/db at the end: 8192 bytes not synced
--
-- fsync, fdatasync, sync_file_range, syncfs, sync, O_SYNC and O_DSYNC count as syncing. To
-- rename a file that was not synced over another is the classic way to an empty file after
-- a crash. Only regular files outside /dev, /proc and /sys are examined.

local args = require "zpoline.args"
local bytes = require "zpoline.bytes"
local paths = require "zpoline.path"
args.read {}

local O_DSYNC = 0x1000
local F_GETFL = 3

local dirty = {} -- by path: bytes
local told = {} -- and that have been told of already

local function path_of(value)
  local path = zp.fd.path(value & 0xffffffff)
  if not path or not path:find "^/" or path:find "^/dev/" or path:find "^/proc/"
    or path:find "^/sys/" or path:find " %(deleted%)$" or path:find "^/memfd:" then
    return nil
  end
  return path
end

local function tell(path, what)
  zp.log("%d fsync-audit: %s %s: %d bytes not synced", zp.pid(), path, what, dirty[path])
end

zp.hook("%write", { ret = ">=0" }, { exit = function(regs, ret)
  local fd, n = bytes.to(regs), bytes.moved(regs, ret)
  local path = fd and n > 0 and path_of(fd)
  if not path then return end
  local flags = zp.syscall("fcntl", fd, F_GETFL, 0)
  if flags & O_DSYNC ~= 0 then return end
  dirty[path] = (dirty[path] or 0) + n
  told[path] = nil
end })

zp.hook({ "fsync", "fdatasync", "sync_file_range" }, { exit = function(regs, ret)
  local path = ret == 0 and path_of(regs.rdi)
  if path then dirty[path] = nil end
end })
zp.hook({ "sync", "syncfs" }, { exit = function() dirty = {} end })

zp.hook("close", function(regs)
  local path = next(dirty) and path_of(regs.rdi)
  if path and dirty[path] and not told[path] then
    tell(path, "closed")
    told[path] = true
  end
end)

zp.hook({ "rename", "renameat", "renameat2" }, {
  enter = function(regs)
    local list = {}
    for _, s in ipairs(paths.subjects(regs)) do list[#list + 1] = paths.canonical(s) end
    regs.data = list
  end,
  exit = function(regs, ret)
    local from, to = table.unpack(regs.data)
    if ret ~= 0 or not from or not dirty[from] then return end
    tell(from, "renamed to " .. to)
    dirty[from], dirty[to] = nil, nil
  end,
})

zp.hook({ "unlink", "unlinkat" }, {
  enter = function(regs)
    local s = paths.subjects(regs)[1]
    regs.data = s and paths.canonical(s)
  end,
  exit = function(regs, ret)
    if ret == 0 and regs.data then dirty[regs.data] = nil end
  end,
})

-- What the parent has written, it answers for.
zp.on("fork", function() dirty = {} end)

zp.on("exit", function()
  local list = {}
  for path in pairs(dirty) do
    if not told[path] then list[#list + 1] = path end
  end
  table.sort(list)
  for _, path in ipairs(list) do tell(path, "at the end") end
end)
