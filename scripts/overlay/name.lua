-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Calls that make, delete and rename names, for overlay.lua: require
-- "overlay.name"(tree, calls, fresh).

local RENAME_NOREPLACE, RENAME_EXCHANGE, AT_REMOVEDIR = 1, 2, 0x200

return function(tree, calls, fresh)
  local errno = zp.errno

  zp.hook({ "mkdir", "mkdirat", "mknod", "mknodat", "symlink", "symlinkat", "bind" },
    function(regs)
      local items, err = calls.items(regs)
      local item = items and items[1]
      if not item then return err end
      local entry = item.entry
      if entry.outside then
        if item.touched then return calls.call_with(regs, item, entry.path) end
        return
      end
      if entry.mode then return regs.name == "bind" and -errno.EADDRINUSE or -errno.EEXIST end
      local binds = regs.name == "bind"
      return calls.make_new(regs, item, function()
        if regs.name:find "^mkdir" then tree.cover(entry) end
        if binds then
          tree.store.say_socket(zp.mem.string(regs.rsi + 2, 108), item.s.given)
        end
      end)
    end)

  -- What a link is to be made of: by a descriptor, or a name of one in /proc, it may be
  -- a file without a name.
  local function link_from(regs, item)
    local s, entry = item.s, item.entry
    if s.descriptor then
      local ret = fresh.take(s.descriptor)
      return ret and ret < 0 and ret or nil
    elseif entry.outside then
      if item.touched then calls.give(regs, item, entry.path) end
      return
    end
    if not entry.mode then return -errno.ENOENT end
    if tree.is_directory(entry.mode) then return -errno.EPERM end
    local ret = tree.copy_up(entry)
    if ret < 0 then return ret end
    calls.give(regs, item, entry.at)
  end

  -- A file of /proc may be one of upper's.
  local function crosses(from, to)
    return not from.s.descriptor and from.entry.outside ~= to.entry.outside
      and not (from.entry.outside and from.entry.path:find "^/proc/")
  end

  zp.hook({ "link", "linkat" }, function(regs)
    local items, err = calls.items(regs)
    if not items then return err end
    if #items < 2 then return end
    local from, to = items[1], items[2]
    if crosses(from, to) then return -errno.EXDEV end
    err = link_from(regs, from)
    if err then return err end
    if to.entry.outside then
      if to.touched then calls.give(regs, to, to.entry.path) end
      return
    end
    if to.entry.mode then return -errno.EEXIST end
    return calls.make(regs, to)
  end)

  zp.hook({ "unlink", "unlinkat", "rmdir" }, function(regs)
    local items, err = calls.items(regs)
    local item = items and items[1]
    if not item then return err end
    local entry = item.entry
    if entry.outside then
      if item.touched then calls.give(regs, item, entry.path) end
      return
    end
    local folder = regs.name == "rmdir"
      or regs.name == "unlinkat" and regs.rdx & AT_REMOVEDIR ~= 0
    if not entry.mode then return -errno.ENOENT end
    local slash = item.s.given:find "/$"
    if folder and item.s.given:find "/%.$" or item.s.given == "." then return -errno.EINVAL end
    if folder ~= tree.is_directory(entry.mode) or slash and tree.stops(entry) then
      return (folder or slash) and -errno.ENOTDIR or -errno.EISDIR
    end
    if entry == tree.root then return -errno.EBUSY end
    if tree.refuses_write(entry.parent) then return -errno.EACCES end
    if folder and not tree.is_empty(entry) then return -errno.ENOTEMPTY end
    local ret = entry.up and tree.remove(entry) or 0
    return ret < 0 and ret or tree.hide(entry)
  end)

  -- What a rename is refused with, or nothing.
  local function refusal(from, to, flags)
    local known = RENAME_NOREPLACE | RENAME_EXCHANGE
    if from.outside or to.outside then return -errno.EXDEV end
    if not from.mode then return -errno.ENOENT end
    if flags & ~known ~= 0 or flags == known then return -errno.EINVAL end
    if to.mode and flags == RENAME_NOREPLACE then return -errno.EEXIST end
    if tree.refuses_write(from.parent) then return -errno.EACCES end
    local folder = tree.is_directory(from.mode)
    if flags == RENAME_EXCHANGE then
      if not to.mode then return -errno.ENOENT end
      return (folder and from.shows or tree.is_directory(to.mode) and to.shows) and -errno.EXDEV
        or nil
    end
    if not folder then return tree.is_directory(to.mode) and -errno.EISDIR or nil end
    if to.mode and not tree.is_directory(to.mode) then return -errno.ENOTDIR end
    if to.mode and not tree.is_empty(to) then return -errno.ENOTEMPTY end
    if from.shows or to.mode and to.shows then return -errno.EXDEV end
  end

  local function exchange(regs, from, to)
    local ret = tree.copy_up(to.entry)
    if ret < 0 then return ret end
    calls.give(regs, from, from.entry.at)
    return calls.call_with(regs, to, to.entry.at)
  end

  zp.hook({ "rename", "renameat", "renameat2" }, function(regs)
    local items, err = calls.items(regs)
    if not items then return err end
    if #items < 2 then return end
    local from, to = items[1], items[2]
    local a, b = from.entry, to.entry
    if a.outside and b.outside and not from.touched and not to.touched then return end
    local flags = regs.name == "renameat2" and regs.r8 & 0xffffffff or 0
    local no = refusal(a, b, flags)
    if not no and not tree.is_directory(a.mode)
      and (from.s.given:find "/$" or to.s.given:find "/$") then
      no = -errno.ENOTDIR
    end
    if no then return no end
    if a.path == b.path then return 0 end
    local ret = tree.copy_up(a)
    if ret < 0 then return ret end
    if flags == RENAME_EXCHANGE then return exchange(regs, from, to) end
    calls.give(regs, from, a.at)
    return calls.make(regs, to, function()
      tree.hide(a)
      if tree.is_directory(a.mode) then tree.cover(b) end
    end)
  end)
end
