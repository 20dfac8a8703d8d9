-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Listings of folders that are in both trees, for overlay.lua: first those entries of
-- lower that upper has not, then all of upper's.

local SEEK_CUR = 1

return function(tree)
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
    local entry = path and path:byte() == 47 and tree.resolve(path, true)
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
