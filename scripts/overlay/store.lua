-- SPDX-License-Identifier: MIT OR Apache-2.0
-- What all processes under one overlay know of upper, for overlay.lua: require
-- "overlay.store"(upper) is a table of functions. It stands in upper/.zpoline-overlay:
--
--   said     a line for each thing that was copied, which all append to and read
--              DEVICE INODE DEVICE INODE     upper's, and lower's that it stands for
--              at NUMBER PATH (in hex)               PATH is in work/NUMBER: who copied it may not
--                                            write to the folder in upper
--              for NAME PATH (in hex)        work/NAME is run in place of PATH
--              socket NAME NAME              for the kernel, and for the program, in hex
--   bell     a page that all map; its number changes when something was said
--   work     files under way, and the NUMBERs
--   links    by lower's DEVICE-INODE the copies of files that have several names

local AT_FDCWD, NOFOLLOW = -100, 0x100
local RW, APPEND, READ = 0x80042, 0x80441, 0x80000 -- with O_CLOEXEC, and O_CREAT to write
local MODE, OWNER, GROUP = 24, 28, 32 -- in struct stat

return function(upper)
  local M = { upper = upper, hidden = ".zpoline-overlay" }
  local own = upper .. "/" .. M.hidden
  local stat, buffer = zp.mem.alloc(144), zp.mem.alloc(65536)
  local stands_for = {} -- [device][inode] of upper's: { device, inode } of lower's
  local copied = {}     -- [device][inode] of lower's
  local places, whose = {}, {} -- by PATH: work/NUMBER; and the other way
  local read_to = 0
  local bell, heard = nil, -1
  local folder = "/work"
  M.work = own .. folder

  local function get(map, device, inode)
    local inodes = map[device]
    return inodes and inodes[inode]
  end

  local function put(map, device, inode, value)
    map[device] = map[device] or {}
    map[device][inode] = value
  end

  local sockets = {} -- by name for the kernel: as the program said

  -- A line is text without line ends.
  local function hex_of(text)
    return (text:gsub(".", function(byte) return ("%02x"):format(byte:byte()) end))
  end
  local function text_of(hex)
    return (hex:gsub("%x%x", function(byte) return string.char(tonumber(byte, 16)) end))
  end

  -- Only for what its maker may write to, or all could have root's programs read lies.
  local function may_have(number, path)
    if zp.syscall("newfstatat", AT_FDCWD, M.work .. "/" .. number, stat, NOFOLLOW) ~= 0 then
      return false
    end
    local owner, group = zp.mem.u32(stat + OWNER), zp.mem.u32(stat + GROUP)
    if owner == 0 then return true end
    if zp.syscall("newfstatat", AT_FDCWD, path, stat, NOFOLLOW) ~= 0 then return false end
    local mode = zp.mem.u32(stat + MODE)
    return mode & 2 ~= 0 or zp.mem.u32(stat + OWNER) == owner
      or mode & 0x10 ~= 0 and zp.mem.u32(stat + GROUP) == group
  end

  local function take(line)
    local program, of = line:match "^for (%x+) (%x+)$"
    if program then whose[M.work .. "/" .. program] = text_of(of) end
    local name, given = line:match "^socket (%x+) (%x+)$"
    if name then sockets[text_of(name)] = text_of(given) end
    local number, hex = line:match "^at (%x+) (%x+)$"
    local path = hex and text_of(hex)
    if number and not places[path] and may_have(number, path) then
      places[path] = M.work .. "/" .. number
      whose[places[path]] = path
    end
    local words = { line:match "^(%x+) (%x+) (%x+) (%x+)$" }
    if #words == 0 then return end
    for i, word in ipairs(words) do words[i] = tonumber("0x" .. word) end
    local device, inode, of_device, of_inode = table.unpack(words)
    if device == of_device and inode == of_inode then return put(stands_for, device, inode, nil) end
    put(stands_for, device, inode, { of_device, of_inode })
    put(copied, of_device, of_inode, true)
  end

  local function read_said()
    local fd = zp.syscall("openat", AT_FDCWD, own .. "/said", READ, 0)
    if fd < 0 then return end
    local n
    repeat
      n = zp.syscall("pread64", fd, buffer, 65536, read_to)
      local text = n > 0 and zp.mem.read(buffer, n):match "^.*\n" or ""
      read_to = read_to + #text
      for line in text:gmatch "[^\n]+" do take(line) end
    until text == ""
    zp.syscall("close", fd)
  end

  --- Learn what others have said; whether something was.
  function M.catch_up()
    local now = bell and zp.mem.u64(bell) or heard + 1
    if now == heard then return false end
    heard = now
    read_said()
    return true
  end

  local function say(line)
    local fd = zp.syscall("openat", AT_FDCWD, own .. "/said", APPEND, 0x1b6)
    if fd < 0 then return fd end
    zp.syscall("write", fd, line .. "\n", #line + 1)
    zp.syscall("newfstatat", fd, "", stat, 0x1000)
    if bell then zp.mem.u64(bell, zp.mem.u64(stat + 48)) end
    zp.syscall("close", fd)
    M.catch_up()
    return 0
  end

  --- What is at upper's path stands for lower's device and inode.
  function M.say_copied(at, device, inode)
    if zp.syscall("newfstatat", AT_FDCWD, at, stat, NOFOLLOW) ~= 0 then return end
    say(("%x %x %x %x"):format(zp.mem.u64(stat), zp.mem.u64(stat + 8), device, inode))
  end

  --- A file of upper's with that number is no copy: it is new, the copy is gone.
  function M.say_new(device, inode)
    M.catch_up()
    if get(stands_for, device, inode) then
      say(("%x %x %x %x"):format(device, inode, device, inode))
    end
  end

  --- Lower's device and inode that a file of upper's stands for, or nil.
  function M.stands_for(device, inode)
    M.catch_up()
    local lower = get(stands_for, device, inode)
    if lower then return lower[1], lower[2] end
  end

  function M.is_copied(device, inode) return get(copied, device, inode) end

  --- Changes whenever something was said; nil: that cannot be known.
  function M.version() return bell and zp.mem.u64(bell) end

  --- The program that runs as work/NAME is the one of that path.
  function M.say_program(name, path) say(("for %s %s"):format(name, hex_of(path))) end

  --- A socket is bound to the name; given: as the program said.
  function M.say_socket(name, given)
    say(("socket %s %s"):format(hex_of(name), hex_of(given)))
  end

  --- As the program that is bound to the name said.
  function M.socket(name)
    M.catch_up()
    return sockets[name]
  end

  --- Where lower's path is in upper, if not at its own place.
  function M.place(path)
    return places[path]
  end

  --- Choose such a place.
  function M.new_place()
    zp.syscall("getrandom", buffer, 8, 0)
    return ("%016x"):format(zp.mem.u64(buffer))
  end

  function M.say_place(number, path)
    say(("at %s %s"):format(number, hex_of(path)))
    return places[path]
  end

  --- The copy of a file with several names, by lower's device and inode; nil: there is none.
  function M.index(device, inode)
    M.catch_up()
    return get(copied, device, inode) and M.index_path(device, inode)
  end

  function M.index_path(device, inode)
    return ("%s/links/%x-%x"):format(own, device, inode)
  end

  --- As the program sees a path of the file system.
  function M.seen(path)
    if path == upper then return "/" end
    if path:sub(1, #upper + 1) ~= upper .. "/" then return path end
    local number = path:match("^" .. folder .. "/(%x+)", #own + 1)
    local of = path:sub(1, #own) == own and number and whose[M.work .. "/" .. number]
    if of then return of .. path:sub(#M.work + 2 + #number) end
    return path:sub(#upper + 1)
  end

  -- Folders of a run of root's are there for those who have fewer rights.
  local for_all = zp.syscall "geteuid" == 0

  local function make(name, mode, all)
    local path = own .. name
    if zp.syscall("mkdirat", AT_FDCWD, path, mode) == 0 and for_all then
      zp.syscall("fchmodat", AT_FDCWD, path, all)
    end
  end

  local function map_bell()
    local fd = zp.syscall("openat", AT_FDCWD, own .. "/bell", RW, 0x1b6)
    if fd < 0 then return end
    zp.syscall("ftruncate", fd, 4096)
    if for_all then
      zp.syscall("fchmod", fd, 0x1b6)
    end
    local at = zp.syscall("mmap", 0, 4096, 3, 1, fd, 0)
    zp.syscall("close", fd)
    if at > 0 or at < -4095 then bell = at end
  end

  --- Ready to be written to? Makes what is missing.
  function M.open()
    zp.syscall("mkdirat", AT_FDCWD, upper, 0x1ed)
    make("", 0x1ed, 0x1ed)
    make(folder, 0x1ed, 0x3ff) -- 01777
    make("/links", 0x1ed, 0x3ff)
    map_bell()
    local fd = zp.syscall("openat", AT_FDCWD, own .. "/said", APPEND, 0x1b6)
    if fd >= 0 then
      if for_all then zp.syscall("fchmod", fd, 0x1b6) end
      zp.syscall("close", fd)
    end
    M.catch_up()
    return fd >= 0 and zp.syscall("faccessat", AT_FDCWD, M.work, 2) == 0
  end

  return M
end
