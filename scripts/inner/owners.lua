-- SPDX-License-Identifier: MIT OR Apache-2.0
-- What is said of files, for fakeroot.lua, in a file that all processes append to and
-- read: local known = require "inner.owners". A line is
--
--   DEVICE INODE UID GID MODE RDEV     or     DEVICE INODE gone
--
-- or, of a process that starts another program, with its users and groups,
--
--   process PID STARTED UID UID UID GID GID GID

local args = require "zpoline.args"

local M = {}

local AT_FDCWD = -100
local path
local read_to = 0 -- of the file
local said = {}   -- by "DEVICE INODE"
local stat = zp.mem.alloc(144)

-- Where things are in struct stat, and how long.
local DEVICE, INODE, LINKS, MODE, UID, GID, RDEV, SIZE = 0, 8, 16, 24, 28, 32, 40, 48

local function take(line)
  local key, rest = line:match "^(%d+ %d+) (.*)$"
  if not key then return end
  local uid, gid, mode, rdev = rest:match "^(%d+) (%d+) (%d+) (%d+)$"
  said[key] = uid and { uid = uid // 1 | 0, gid = gid // 1 | 0, mode = mode // 1 | 0,
    rdev = rdev // 1 | 0 } or nil
end

-- Take what others have appended.
local function catch_up()
  if zp.syscall("newfstatat", AT_FDCWD, path, stat, 0) ~= 0 then return end
  if zp.mem.u64(stat + SIZE) <= read_to then return end
  local file = io.open(path)
  if not file then return end
  file:seek("set", read_to)
  local text = file:read "a"
  file:close()
  text = text:match "^.*\n" or "" -- whole lines
  read_to = read_to + #text
  for line in text:gmatch "[^\n]+" do take(line) end
end

local function append(line)
  local file <close> = io.open(path, "a")
  if file then file:write(line .. "\n") end
end

local function key_of(device, inode)
  return ("%d %d"):format(device, inode)
end

--- who: for messages.
function M.open(who, name)
  local file, message = io.open(name, "a")
  if not file then
    args.fail(("%s: save=%s Remedy: name a file that can be written"):format(who, message))
  end
  file:close()
  path = name
end

--- Whether something was said of it.
function M.is_said(file)
  catch_up()
  return said[file.key] ~= nil
end

--- What is to be shown of a file, named as newfstatat takes it; nil and -errno.
function M.look(dfd, name, flags)
  local ret = zp.syscall("newfstatat", dfd, name, stat, flags)
  if ret < 0 then return nil, ret end
  local file = {
    key = key_of(zp.mem.u64(stat + DEVICE), zp.mem.u64(stat + INODE)),
    links = zp.mem.u64(stat + LINKS), mode = zp.mem.u32(stat + MODE), uid = 0, gid = 0,
    rdev = zp.mem.u64(stat + RDEV),
  }
  catch_up()
  for name_of, value in pairs(said[file.key] or {}) do file[name_of] = value end
  return file
end

function M.say(file)
  append(("%s %d %d %d %d"):format(file.key, file.uid, file.gid, file.mode, file.rdev))
end

function M.forget(file)
  append(file.key .. " gone")
end

-- A process that has not ended since: its number, and when it was made.
local function process()
  local file <close> = io.open "/proc/self/stat"
  local words = file and (file:read "a"):match "^.*%) (.*)$" or ""
  local list = {}
  for word in words:gmatch "%S+" do list[#list + 1] = word end
  return ("process %d %s "):format(zp.pid(), list[20] or "0")
end

--- Remember who this process is; users and groups are lists of three.
function M.say_ids(users, groups)
  append(process() .. table.concat(users, " ") .. " " .. table.concat(groups, " "))
end

--- To make them what was said last, before this program was started.
function M.became(users, groups)
  local file <close> = io.open(path)
  local text, me = file and file:read "a" or "", process()
  local last
  local at = 1
  while true do
    local from, to = text:find(me, at, true)
    if not from then break end
    last, at = text:match("^[^\n]*", to + 1), to + 1
  end
  local i = 0
  for id in (last or ""):gmatch "%d+" do
    i = i + 1
    local ids = i <= 3 and users or groups
    ids[(i - 1) % 3 + 1] = math.tointeger(tonumber(id))
  end
end

local function own(id, mine)
  return id == mine and 0 or id
end

--- To change a struct stat of the program's; me, my_group: whose files seem root's.
function M.show(at, me, my_group)
  local device, inode = zp.mem.unpack(at, "I8I8")
  if not device then return end
  catch_up()
  local file = said[key_of(device, inode)]
  zp.mem.u32(at + UID, file and file.uid or own(zp.mem.u32(at + UID), me))
  zp.mem.u32(at + GID, file and file.gid or own(zp.mem.u32(at + GID), my_group))
  if not file then return end
  zp.mem.u32(at + MODE, file.mode)
  zp.mem.u64(at + RDEV, file.rdev)
end

local function major(device) return device >> 8 & 0xfff | device >> 32 & 0xfffff000 end
local function minor(device) return device & 0xff | device >> 12 & 0xffffff00 end
local function join(high, low)
  return (high & 0xfff) << 8 | (high & 0xfffff000) << 32 | low & 0xff | (low & 0xffffff00) << 12
end

--- The same with a struct statx.
function M.show_x(at, me, my_group)
  local uid, gid, _, inode = zp.mem.unpack(at + 20, "<I4I4I4I8")
  local high, low = zp.mem.unpack(at + 136, "I4I4")
  if not high then return end
  catch_up()
  local file = said[key_of(join(high, low), inode)]
  zp.mem.pack(at + 20, "I4I4", file and file.uid or own(uid, me),
    file and file.gid or own(gid, my_group))
  if not file then return end
  zp.mem.u16(at + 28, file.mode)
  zp.mem.pack(at + 128, "I4I4", major(file.rdev), minor(file.rdev))
end

return M
