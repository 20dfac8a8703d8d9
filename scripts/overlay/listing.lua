-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Listings of folders that are in both trees, for overlay.lua: first those entries of
-- lower that upper has not, then all of upper's.

local AT_FDCWD, SEEK_CUR = -100, 1
local DIRECTORY, LISTING = 0x90000, 32768 -- O_CLOEXEC|O_DIRECTORY

return function(tree)
  local store = tree.store
  local buffer = zp.mem.alloc(LISTING)

  --- Of a folder of one tree, for each entry see(name, record).
  function tree.each(path, see)
    local fd = zp.syscall("openat", AT_FDCWD, path, DIRECTORY)
    local n = fd < 0 and fd or zp.syscall("getdents64", fd, buffer, LISTING)
    while n > 0 do
      tree.records(zp.mem.read(buffer, n), see)
      n = zp.syscall("getdents64", fd, buffer, LISTING)
    end
    if fd >= 0 then zp.syscall("close", fd) end
  end

  --- The same of the bytes that getdents64 gives.
  function tree.records(bytes, see)
    local at = 1
    while at < #bytes do
      local size = ("<I2"):unpack(bytes, at + 16)
      see(("z"):unpack(bytes, at + 19), bytes:sub(at, at + size - 1))
      at = at + size
    end
  end

  -- The record with the number that stat tells.
  local function with_number(record, device)
    local _, inode = store.stands_for(device, (("<i8"):unpack(record)))
    return inode and ("<i8"):pack(inode) .. record:sub(9) or record
  end

  --- What upper has in a folder: records of what is there, in order, and all its names.
  function tree.own_records(entry)
    local records, names = {}, {}
    local device = tree.look(entry.at) and zp.mem.u64(tree.stat) or 0
    tree.each(entry.at, function(name, record)
      if name == "." or name == ".." then return end
      names[name] = true
      local white = record:byte(19) == 10 and tree.is_white(entry.at .. "/" .. name) -- DT_LNK
      if not white and not (entry.path == "/" and name == store.hidden) then
        records[#records + 1] = with_number(record, device)
      end
    end)
    return records, names
  end

  function tree.is_empty(entry)
    local records, names = {}, {}
    if entry.up then records, names = tree.own_records(entry) end
    local empty = #records == 0
    if empty and entry.shows then
      tree.each(entry.path, function(name)
        if name ~= "." and name ~= ".." and not names[name] then empty = false end
      end)
    end
    return empty
  end

  local pending = {} -- by descriptor: upper's records that are still to come

  -- As many as there is room for; -EINVAL if not even one.
  local function give(records, buf, count)
    local parts, size = {}, 0
    while records[1] and size + #records[1] <= count do
      size = size + #records[1]
      parts[#parts + 1] = table.remove(records, 1)
    end
    if #parts == 0 then return records[1] and -zp.errno.EINVAL or 0 end
    return zp.mem.write(buf, table.concat(parts)) and size or -zp.errno.EFAULT
  end

  local function without(bytes, names)
    local parts = {}
    tree.records(bytes, function(name, record)
      if not names[name] then parts[#parts + 1] = record end
    end)
    return table.concat(parts)
  end

  zp.hook("getdents64", function(regs, fd, buf, count)
    fd = fd & 0xffffffff
    local path = zp.fd.path(fd)
    local entry = path and path:byte() == 47 and tree.find(path)
    if not entry or entry.outside or not (entry.up and entry.shows) then return end
    if zp.syscall("lseek", fd, 0, SEEK_CUR) == 0 then pending[fd] = nil end
    if pending[fd] then return give(pending[fd], buf, count) end
    local records, names = tree.own_records(entry)
    local n
    repeat
      n = regs:call()
      local kept = n > 0 and without(zp.mem.read(buf, n), names) or ""
      if kept ~= "" then
        zp.mem.write(buf, kept)
        return #kept
      end
    until n <= 0
    if n < 0 then return n end
    pending[fd] = records
    return give(records, buf, count)
  end)
end
