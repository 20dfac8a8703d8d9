-- SPDX-License-Identifier: MIT OR Apache-2.0
-- What overlay.lua changes in upper: require "overlay.copy"(tree) adds to the tree's
-- functions those that copy files there, make room for new names, and delete.

local AT_FDCWD, AT_REMOVEDIR, AT_EMPTY_PATH, NOFOLLOW = -100, 0x200, 0x1000, 0x100
local READ, NEW = 0x80000, 0x800c1 -- O_CLOEXEC; and O_WRONLY|O_CREAT|O_EXCL
local DIRECTORY = 0x90000 -- O_CLOEXEC|O_DIRECTORY
local OWNER, GROUP, TIMES, LINKS = 28, 32, 72, 16 -- in struct stat
local FICLONE, RENAME_NOREPLACE = 0x40049409, 1

return function(M)
  local store = M.store
  local stat = M.stat
  local errno = zp.errno
  local names, value = zp.mem.alloc(65536), zp.mem.alloc(65536)

  -- copies -----------------------------------------------------------------------------

  local function copy_attributes(from, to)
    local n = zp.syscall("flistxattr", from, names, 65536)
    for name in (n > 0 and zp.mem.read(names, n) or ""):gmatch "[^\0]+" do
      local size = zp.syscall("fgetxattr", from, name, value, 65536)
      if size >= 0 then zp.syscall("fsetxattr", to, name, value, size, 0) end
    end
  end

  -- Owner, mode, attributes and times of what from is open on to that which to is.
  local function dress(from, to)
    zp.syscall("newfstatat", from, "", stat, AT_EMPTY_PATH)
    local mode = zp.mem.u32(stat + 24)
    zp.syscall("fchown", to, zp.mem.u32(stat + OWNER), zp.mem.u32(stat + GROUP))
    zp.syscall("fchmod", to, mode & 0xfff)
    copy_attributes(from, to)
    zp.syscall("newfstatat", from, "", stat, AT_EMPTY_PATH)
    zp.syscall("utimensat", to, 0, stat + TIMES, 0)
  end

  local function pour(from, to)
    if zp.syscall("ioctl", to, FICLONE, from) == 0 then return 0 end
    local n
    repeat
      n = zp.syscall("sendfile", to, from, 0, 0x40000000)
    until n <= 0
    return n
  end

  --- A copy of the file that from is open on, under a name of its own: 0 or -errno.
  function M.copy_open(from, made, empty)
    local to = zp.syscall("openat", AT_FDCWD, made, NEW, 0x180)
    if to < 0 then return to end
    local ret = empty and 0 or pour(from, to)
    if ret == 0 then dress(from, to) end
    zp.syscall("close", to)
    if ret < 0 then zp.syscall("unlinkat", AT_FDCWD, made, 0) end
    return ret
  end

  -- What is copied to made, by kind.
  local function copy(entry, made, empty)
    if M.is_link(entry.low) then
      local ret = zp.syscall("symlinkat", M.target(entry.path), AT_FDCWD, made)
      if ret == 0 and M.look(entry.path) then
        zp.syscall("fchownat", AT_FDCWD, made, zp.mem.u32(stat + OWNER), zp.mem.u32(stat + GROUP),
          NOFOLLOW)
      end
      return ret
    end
    local folder = M.is_directory(entry.low)
    if not folder and not M.is_file(entry.low) then return -errno.EPERM end
    local from = zp.syscall("openat", AT_FDCWD, entry.path, folder and DIRECTORY or READ)
    if from < 0 then return from end
    local ret
    if folder then
      ret = zp.syscall("mkdirat", AT_FDCWD, made, 0x1c0)
      local to = ret == 0 and zp.syscall("openat", AT_FDCWD, made, DIRECTORY) or -1
      if to >= 0 then
        dress(from, to)
        zp.syscall("close", to)
      end
    else
      ret = M.copy_open(from, made, empty)
    end
    zp.syscall("close", from)
    return ret
  end

  -- Others who copy it at the same time may be first: it is theirs then.
  local function bring(made, at)
    local ret = zp.syscall("renameat2", AT_FDCWD, made, AT_FDCWD, at, RENAME_NOREPLACE)
    if ret == -errno.EINVAL then ret = zp.syscall("renameat", AT_FDCWD, made, AT_FDCWD, at) end
    return ret
  end

  local function discard(made, entry)
    zp.syscall("unlinkat", AT_FDCWD, made, M.is_directory(entry.low) and AT_REMOVEDIR or 0)
  end

  local function is_refused(ret)
    return ret == -errno.EACCES or ret == -errno.EPERM
  end

  -- That a name is made in it is no change of the folder, as the program sees it.
  local function keep_times(parent, act)
    local times = M.look(parent.at) and zp.mem.read(stat + TIMES, 32)
    local ret = act()
    if times then
      zp.mem.write(value, times)
      zp.syscall("utimensat", AT_FDCWD, parent.at, value, 0)
    end
    return ret
  end

  -- With the copy's own name at its place, or where the program may write.
  local function place(entry, made)
    local ret = M.make_parent(entry)
    if ret == 0 then
      entry.at = entry.parent.at .. "/" .. entry.path:match "[^/]*$"
      ret = keep_times(entry.parent, function() return bring(made, entry.at) end)
      if ret == 0 then return 0 end
    end
    local at = is_refused(ret) and store.say_place(made:match "%x+$", entry.path)
    if not at then
      discard(made, entry)
      return ret
    end
    entry.at = at
    return 0
  end

  --- The folder that the entry is in, in upper: 0 or -errno.
  function M.make_parent(entry)
    local parent = entry.parent
    if not parent.mode then return -errno.ENOENT end
    if not M.is_directory(parent.mode) then return -errno.ENOTDIR end
    local ret = parent.up and 0 or M.copy_up(parent)
    if ret == 0 and not entry.at then
      entry.at = parent.at .. "/" .. entry.path:match "[^/]*$"
    end
    return ret
  end

  local function say_copied(entry)
    if not M.look(entry.path) then return end
    local device, inode = zp.mem.u64(stat), zp.mem.u64(stat + 8)
    if M.is_file(entry.low) and zp.mem.u64(stat + LINKS) > 1 then
      zp.syscall("linkat", AT_FDCWD, entry.at, AT_FDCWD, store.index_path(device, inode), 0)
    end
    store.say_copied(entry.at, device, inode)
  end

  --- To have the entry in upper, to be changed; empty: without its bytes. 0 or -errno.
  -- Devices and sockets are used where they are.
  function M.copy_up(entry, empty)
    if entry.up then return 0 end
    if not entry.low or entry.white then return -errno.ENOENT end
    local parent = M.make_parent(entry)
    if parent < 0 and not is_refused(parent) then return parent end
    local made = store.work .. "/" .. store.new_place()
    local ret = copy(entry, made, empty)
    if ret < 0 then return ret end
    ret = place(entry, made)
    if ret == -errno.EEXIST then
      entry.up = M.look(entry.at)
      return entry.up and 0 or -errno.EAGAIN
    end
    if ret < 0 then return ret end
    entry.up = entry.low
    entry.shows = entry.shows and M.is_directory(entry.low)
    say_copied(entry)
    return 0
  end

  -- names ------------------------------------------------------------------------------

  local function whiten(at)
    return zp.syscall("symlinkat", M.WHITE, AT_FDCWD, at)
  end

  --- For something new of that name: 0 or -errno. What is deleted must no longer be a
  -- mark; M.undo makes it one again if nothing came of it.
  function M.prepare(entry)
    if M.refuses_write(entry.parent) then return -errno.EACCES end
    local ret = M.make_parent(entry)
    if ret == 0 and entry.white then
      zp.syscall("unlinkat", AT_FDCWD, entry.at, 0)
    end
    return ret
  end

  function M.undo(entry)
    if entry.white then whiten(entry.at) end
  end

  --- A file of upper's is new: its number may have been that of a copy which is gone.
  function M.made(entry)
    entry.up = M.look(entry.at)
    if entry.up then store.say_new(zp.mem.u64(stat), zp.mem.u64(stat + 8)) end
  end

  --- Delete lower's; upper has none of the name any more.
  function M.hide(entry)
    if not entry.low then return 0 end
    local ret = M.make_parent(entry)
    if ret < 0 then return ret end
    ret = whiten(entry.at)
    return ret == -errno.EEXIST and M.is_white(entry.at) and 0 or ret
  end

  --- Delete upper's: a file, or a folder that is empty as it is seen. 0 or -errno.
  function M.remove(entry)
    local at, directory = entry.at, M.is_directory(entry.up)
    if directory then
      M.each(at, function(name)
        if name ~= "." and name ~= ".." then
          zp.syscall("unlinkat", AT_FDCWD, at .. "/" .. name, 0)
        end
      end)
    end
    return zp.syscall("unlinkat", AT_FDCWD, at, directory and AT_REMOVEDIR or 0)
  end

  --- A folder of upper has come to where one of lower was deleted: nothing of that is
  -- to be seen in it.
  function M.cover(entry)
    if not (entry.white and M.is_directory(entry.low)) then return end
    M.each(entry.path, function(name)
      if name ~= "." and name ~= ".." then whiten(entry.at .. "/" .. name) end
    end)
  end
end
