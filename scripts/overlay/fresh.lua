-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Descriptors of files that are copied while they are open, for overlay.lua: require
-- "overlay.fresh"(tree) is a table of functions. Such a descriptor gets the copy, at the
-- next call that would see the difference, in whatever process it is. A file is copied too
-- when it is changed by a descriptor, or locked: all must lock the same one.

local AT_FDCWD, AT_EMPTY_PATH, O_CLOEXEC, READ = -100, 0x1000, 0x80000, 0x80000
local F_GETFD, F_GETFL, SEEK_SET, SEEK_CUR, KCMP_FILE = 1, 3, 0, 1, 0
local KEPT = 0x244c03 -- of F_GETFL: access, O_APPEND, O_NONBLOCK, O_DIRECT, O_NOATIME, O_PATH

return function(tree)
  local store = tree.store
  local stat = zp.mem.alloc(144)
  local M = {}
  local known

  local function identity(fd)
    if zp.syscall("newfstatat", fd, "", stat, AT_EMPTY_PATH) < 0 then return nil end
    return zp.mem.u64(stat), zp.mem.u64(stat + 8), zp.mem.u32(stat + 24)
  end

  -- The numbers of descriptors, as far as they are numbers.
  local function descriptors()
    local list = {}
    tree.each("/proc/self/fd", function(name)
      list[#list + 1] = tonumber(name)
    end)
    return list
  end

  local function put(new, fd)
    local closes = zp.syscall("fcntl", fd, F_GETFD, 0) & 1 ~= 0
    zp.syscall("dup3", new, fd, closes and O_CLOEXEC or 0)
  end

  -- All descriptors that share what fd is open on get what is at path instead.
  local function replace(fd, path, device, inode)
    local flags = zp.syscall("fcntl", fd, F_GETFL, 0)
    local new = zp.syscall("openat", AT_FDCWD, path, flags & KEPT | O_CLOEXEC)
    if new < 0 then return new end
    zp.syscall("lseek", new, zp.syscall("lseek", fd, 0, SEEK_CUR), SEEK_SET)
    local pid = zp.pid()
    for _, other in ipairs(descriptors()) do
      local d, i = identity(other)
      if other ~= new and d == device and i == inode
        and (other == fd or zp.syscall("kcmp", pid, pid, KCMP_FILE, fd, other) == 0)
        and other ~= fd then
        put(new, other)
      end
    end
    put(new, fd)
    zp.syscall("close", new)
    return 0
  end

  -- The copy of a file that fd is open on; nil: there is none, or its name is another's.
  local function copy_of(fd, device, inode)
    local path = zp.fd.path(fd)
    local entry = path and path:byte() == 47 and tree.find(path)
    if not entry or not entry.up or not tree.look(entry.at) then return nil end
    local d, i = store.stands_for(zp.mem.u64(tree.stat), zp.mem.u64(tree.stat + 8))
    return d == device and i == inode and entry.at or nil
  end

  --- To be called before a call that tells what a file has.
  function M.refresh()
    local version = store.version()
    if version == known then return end
    known = version
    store.catch_up()
    for _, fd in ipairs(descriptors()) do
      local device, inode, mode = identity(fd)
      if device and tree.is_file(mode) and store.is_copied(device, inode) then
        local at = copy_of(fd, device, inode)
        if at then replace(fd, at, device, inode) end
      end
    end
  end

  -- A copy without a name, for a descriptor whose name leads elsewhere by now.
  local function copy_nameless(fd, device, inode)
    local made = store.work .. "/" .. store.new_place()
    local from = zp.syscall("openat", AT_FDCWD, "/proc/self/fd/" .. fd, READ)
    if from < 0 then return from end
    local ret = tree.copy_open(from, made)
    zp.syscall("close", from)
    if ret < 0 then return ret end
    store.say_copied(made, device, inode)
    ret = replace(fd, made, device, inode)
    zp.syscall("unlinkat", AT_FDCWD, made, 0)
    return ret
  end

  --- What the descriptor is open on is in upper: 0 and, of a folder, its entry. -errno: it
  -- cannot be; nil: it is nothing that is led there. may(entry): a refusal, or nothing.
  function M.take(fd, may)
    fd = fd << 32 >> 32
    M.refresh()
    local path = zp.fd.path(fd)
    local device, inode, mode = identity(fd)
    if not path or not device or path:byte() ~= 47 or path:find " %(deleted%)$"
      or store.seen(path) ~= path then
      return nil
    end
    local folder = tree.is_directory(mode)
    local entry = tree.find(path)
    if not entry or entry.outside or not folder and not tree.is_file(mode) then return nil end
    local refused = may and may(entry)
    if refused then return refused end
    local same = entry.shows and tree.look(path) and zp.mem.u64(tree.stat + 8) == inode
    if not folder and not same then return copy_nameless(fd, device, inode) end
    local ret = tree.copy_up(entry)
    if ret < 0 then return ret end
    if folder then return 0, entry end
    M.refresh()
    return 0
  end

  -- Locks: of another process, too.
  local F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW = 6, 7, 37, 38
  zp.hook("fcntl", { cmd = { F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW } }, function(_, fd)
    M.take(fd)
  end)
  zp.hook("flock", function(_, fd)
    if not tree.is_directory(select(3, identity(fd))) then M.take(fd) end
  end)

  local list = { "fstat", "newfstatat", "statx", "lseek", "mmap" }
  for _, call in pairs(zp.syscalls) do
    for _, argument in ipairs(call.args) do
      if argument.role == "from" then list[#list + 1] = call.name end
    end
  end
  zp.hook(list, function() M.refresh() end)

  return M
end
