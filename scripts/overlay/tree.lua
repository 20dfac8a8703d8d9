-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Two trees seen as one, for overlay.lua: upper, in which all is written, over what is
-- really there, lower. require "overlay.tree"(upper, outside) is a table of functions.
--
-- What was deleted of lower is a symbolic link in upper that leads to WHITE. Paths are
-- walked here, link by link, for those of both trees lead to both.

local AT_FDCWD, AT_REMOVEDIR, NOFOLLOW, W_OK = -100, 0x200, 0x100, 2
local READ, WRITE = 0x80000, 0x80241 -- O_CLOEXEC; and O_WRONLY|O_CREAT|O_TRUNC
local DIRECTORY = 0x90000 -- O_CLOEXEC|O_DIRECTORY
local MODE, OWNER, GROUP, TIMES = 24, 28, 32, 72 -- in struct stat
local WHITE = "/.zpoline-overlay/gone"
local NOWHERE = WHITE .. "/nowhere"
local MOST_LINKS = 40
local LISTING = 32768

return function(upper, outside)
  local M = { upper = upper, hidden = ".zpoline-overlay" }
  local stat, text, listing = zp.mem.alloc(144), zp.mem.alloc(4097), zp.mem.alloc(LISTING)
  local temporary = upper .. "/" .. M.hidden

  local function is(mode, kind) return mode ~= nil and mode & 0xf000 == kind end
  function M.is_directory(mode) return is(mode, 0x4000) end
  function M.is_file(mode) return is(mode, 0x8000) end
  local function is_link(mode) return is(mode, 0xa000) end

  -- The mode; stat has the rest.
  local function look(path)
    if zp.syscall("newfstatat", AT_FDCWD, path, stat, NOFOLLOW) ~= 0 then return nil end
    return zp.mem.u32(stat + MODE)
  end

  local function target(path)
    local n = zp.syscall("readlinkat", AT_FDCWD, path, text, 4096)
    return n >= 0 and zp.mem.read(text, n) or ""
  end

  -- walking ----------------------------------------------------------------------------

  -- An entry is what a path is in the two trees:
  --   path, parent
  --   up, low   the modes that it has there; low also of what is deleted
  --   white     it is deleted
  --   shows     lower's is seen, or would be if it were there
  --   mode      of what is seen; nil: nothing is there
  --   outside   the path is left alone
  local root = { path = "/", up = 0x4000, low = 0x4000, shows = true, mode = 0x4000 }

  local function step(parent, name)
    local entry = { path = (parent.path == "/" and "" or parent.path) .. "/" .. name,
      parent = parent }
    local path = entry.path
    if parent.outside or outside[path] then
      entry.outside, entry.shows, entry.mode = true, true, look(path)
      return entry
    end
    if parent.up then entry.up = look(upper .. path) end
    if is_link(entry.up) and target(upper .. path) == WHITE then
      entry.up, entry.white = nil, true
    end
    if parent.shows then entry.low = look(path) end
    entry.shows = parent.shows and not entry.white
      and (not entry.up or M.is_directory(entry.up) and M.is_directory(entry.low))
    entry.mode = entry.up or entry.shows and entry.low or nil
    return entry
  end

  local function push(rest, path)
    local parts = {}
    for part in path:gmatch "[^/]+" do
      if part ~= "." then parts[#parts + 1] = part end
    end
    table.move(parts, 1, #parts, #rest + 1, rest)
    local from, to = #rest - #parts + 1, #rest -- the first one last
    while from < to do
      rest[from], rest[to] = rest[to], rest[from]
      from, to = from + 1, to - 1
    end
  end

  --- As the program sees a path of the file system.
  function M.seen(path)
    if path == upper then return "/" end
    return path:sub(1, #upper + 1) == upper .. "/" and path:sub(#upper + 1) or path
  end

  --- Where the entry is to be read.
  function M.real(entry)
    if entry.shows then return entry.path end
    return entry.up and upper .. entry.path or NOWHERE
  end

  --- The entry of an absolute path; follow: also a link at its end.
  function M.resolve(path, follow)
    local entry, rest, links = root, {}, 0
    push(rest, M.seen(path))
    while #rest > 0 do
      local name = table.remove(rest)
      local child = name ~= ".." and step(entry, name)
      if not child then
        entry = entry.parent or root
      elseif is_link(child.mode) and not child.outside and links < MOST_LINKS
        and (follow or #rest > 0) then
        links = links + 1
        local to = target(M.real(child))
        if to:byte() == 47 then entry = root end
        push(rest, to)
      else
        entry = child
      end
    end
    return entry
  end

  -- writing ----------------------------------------------------------------------------

  --- Would the program itself be refused?
  function M.refuses_write(entry)
    return zp.syscall("faccessat", AT_FDCWD, M.real(entry), W_OK) == -zp.errno.EACCES
  end

  function M.is_owned(entry)
    local uid = zp.syscall "geteuid"
    return uid == 0 or look(M.real(entry)) == nil or zp.mem.u32(stat + OWNER) == uid
  end

  -- Owner, mode and times of lower's to the file that fd is open on.
  local function dress(fd, entry)
    local mode = look(entry.path)
    zp.syscall("fchown", fd, zp.mem.u32(stat + OWNER), zp.mem.u32(stat + GROUP))
    zp.syscall("fchmod", fd, mode & 0xfff)
    zp.syscall("utimensat", fd, 0, stat + TIMES, 0)
    zp.syscall("close", fd)
  end

  local function copy_file(entry, empty)
    local made = ("%s/%d"):format(temporary, zp.tid())
    local from = zp.syscall("openat", AT_FDCWD, entry.path, READ)
    if from < 0 then return from end
    local to = zp.syscall("openat", AT_FDCWD, made, WRITE, 0x180)
    local n = to
    if to >= 0 then
      repeat
        n = empty and 0 or zp.syscall("sendfile", to, from, 0, 0x40000000)
      until n <= 0
      dress(to, entry)
    end
    zp.syscall("close", from)
    if n < 0 then return n end
    return zp.syscall("renameat", AT_FDCWD, made, AT_FDCWD, upper .. entry.path)
  end

  local function copy_directory(entry)
    local ret = zp.syscall("mkdirat", AT_FDCWD, upper .. entry.path, 0x1c0)
    if ret < 0 then return ret ~= -zp.errno.EEXIST and ret or 0 end
    dress(zp.syscall("openat", AT_FDCWD, upper .. entry.path, DIRECTORY), entry)
    return 0
  end

  -- The folder that the entry is in, in upper: 0 or -errno.
  local function make_parent(entry)
    local parent = entry.parent
    if not parent.mode then return -zp.errno.ENOENT end
    if not M.is_directory(parent.mode) then return -zp.errno.ENOTDIR end
    return parent.up and 0 or M.copy_up(parent)
  end

  --- To have the entry in upper, to be changed; empty: without its bytes. 0 or -errno.
  -- Devices and sockets are used where they are.
  function M.copy_up(entry, empty)
    if entry.up then return 0 end
    local ret = make_parent(entry)
    if ret < 0 then return ret end
    if M.is_directory(entry.low) then
      ret = copy_directory(entry)
    elseif M.is_file(entry.low) then
      ret = copy_file(entry, empty)
    elseif is_link(entry.low) then
      ret = zp.syscall("symlinkat", target(entry.path), AT_FDCWD, upper .. entry.path)
    else
      return -zp.errno.EPERM
    end
    if ret == 0 then entry.up = entry.low end
    return ret
  end

  --- For something new of that name: 0 or -errno. What is deleted must no longer be a
  -- mark; M.undo makes it one again if nothing came of it.
  function M.prepare(entry)
    if M.refuses_write(entry.parent) then return -zp.errno.EACCES end
    local ret = make_parent(entry)
    if ret == 0 and entry.white then
      zp.syscall("unlinkat", AT_FDCWD, upper .. entry.path, 0)
    end
    return ret
  end

  local function whiten(path)
    return zp.syscall("symlinkat", WHITE, AT_FDCWD, upper .. path)
  end

  function M.undo(entry)
    if entry.white then whiten(entry.path) end
  end

  --- Delete lower's; upper has none of the name any more.
  function M.hide(entry)
    if not entry.low then return 0 end
    local ret = make_parent(entry)
    return ret < 0 and ret or whiten(entry.path)
  end

  -- listing ----------------------------------------------------------------------------

  --- Of a folder of one tree, for each entry see(name, record).
  function M.each(path, see)
    local fd = zp.syscall("openat", AT_FDCWD, path, DIRECTORY)
    local n = fd < 0 and fd or zp.syscall("getdents64", fd, listing, LISTING)
    while n > 0 do
      M.records(zp.mem.read(listing, n), see)
      n = zp.syscall("getdents64", fd, listing, LISTING)
    end
    if fd >= 0 then zp.syscall("close", fd) end
  end

  --- The same of the bytes that getdents64 gives.
  function M.records(bytes, see)
    local at = 1
    while at < #bytes do
      local size = ("<I2"):unpack(bytes, at + 16)
      see(("z"):unpack(bytes, at + 19), bytes:sub(at, at + size - 1))
      at = at + size
    end
  end

  --- What upper has in a folder: records of what is there, in order, and all its names.
  function M.own_records(entry)
    local records, names = {}, {}
    M.each(upper .. entry.path, function(name, record)
      local path = upper .. (entry.path == "/" and "" or entry.path) .. "/" .. name
      if name == "." or name == ".." then return end
      names[name] = true
      local white = record:byte(19) == 10 and target(path) == WHITE -- DT_LNK
      if not white and not (entry.path == "/" and name == M.hidden) then
        records[#records + 1] = record
      end
    end)
    return records, names
  end

  function M.is_empty(entry)
    local records, names = {}, {}
    if entry.up then records, names = M.own_records(entry) end
    local empty = #records == 0
    if empty and entry.shows then
      M.each(entry.path, function(name)
        if name ~= "." and name ~= ".." and not names[name] then empty = false end
      end)
    end
    return empty
  end

  --- Delete upper's: a file, or a folder that is empty as it is seen. 0 or -errno.
  function M.remove(entry)
    local path, directory = upper .. entry.path, M.is_directory(entry.up)
    if directory then
      M.each(path, function(name)
        if name ~= "." and name ~= ".." then
          zp.syscall("unlinkat", AT_FDCWD, path .. "/" .. name, 0)
        end
      end)
    end
    return zp.syscall("unlinkat", AT_FDCWD, path, directory and AT_REMOVEDIR or 0)
  end

  --- A folder of upper has come to where one of lower was deleted: nothing of that is
  -- to be seen in it.
  function M.cover(entry)
    if not (entry.white and M.is_directory(entry.low)) then return end
    M.each(entry.path, function(name)
      if name ~= "." and name ~= ".." then whiten(entry.path .. "/" .. name) end
    end)
  end

  zp.syscall("mkdirat", AT_FDCWD, upper, 0x1c0)
  zp.syscall("mkdirat", AT_FDCWD, temporary, 0x1ff)
  if zp.syscall("faccessat", AT_FDCWD, temporary, W_OK) ~= 0 then
    error(("overlay: nothing can be written to %s. Remedy: upper=FOLDER, in one that is there")
      :format(upper), 0)
  end
  return M
end
