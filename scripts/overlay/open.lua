-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Calls that open files, for overlay.lua: require "overlay.open"(tree, calls).

local C = zp.const
local O_TMPFILE = 0x400000 -- without O_DIRECTORY
local AT_FDCWD, AT_EMPTY_PATH, O_PATH_CLOEXEC = -100, 0x1000, 0x280000

return function(tree, calls)
  local errno = zp.errno
  local stat = zp.mem.alloc(144)

  --- The file in upper, to be opened to be written: nil, or -errno.
  local function bring(entry, empty)
    if entry.up then return nil end
    if tree.refuses_write(entry) then return -errno.EACCES end
    local ret = tree.copy_up(entry, empty)
    return ret < 0 and ret or nil
  end

  -- A file without a name is new, see tree.made.
  local function open_nameless(regs, item)
    local err = bring(item.entry)
    if err then return err end
    local fd = calls.call_with(regs, item, item.entry.at)
    if fd >= 0 and zp.syscall("newfstatat", fd, "", stat, AT_EMPTY_PATH) == 0 then
      tree.store.say_new(zp.mem.u64(stat), zp.mem.u64(stat + 8))
    end
    return fd
  end

  local function open(regs, item)
    local entry, flags = item.entry, item.s.flags
    local function has(flag) return flags & flag ~= 0 end
    local exclusive = has(C.O_CREAT) and has(C.O_EXCL)
    local writes = has(C.O_WRONLY | C.O_RDWR | C.O_TRUNC) and not has(C.O_PATH)
    if entry.outside then
      if item.touched then calls.give(regs, item, entry.path) end
    elseif not entry.mode and has(C.O_CREAT) and not has(C.O_PATH) then
      if item.s.given:find "/$" then return -errno.EISDIR end
      return calls.make_new(regs, item)
    elseif entry.mode and has(O_TMPFILE) and writes then
      return open_nameless(regs, item)
    elseif writes and not exclusive and tree.is_file(entry.mode) then
      local err = bring(entry, has(C.O_TRUNC))
      if err then return err end
      calls.give(regs, item, entry.at)
    elseif item.touched or tree.real(entry) ~= entry.path then
      calls.give(regs, item, tree.real(entry))
    end
  end

  zp.hook({ "open", "openat", "openat2", "creat" }, function(regs)
    local items, err = calls.items(regs)
    if not items then return err end
    if items[1] then return open(regs, items[1]) end
  end)

  -- By a handle, which has no path: where it leads to is asked first.
  zp.hook("open_by_handle_at", function(_, mount, handle, flags)
    if flags & (C.O_WRONLY | C.O_RDWR | C.O_TRUNC) == 0 then return end
    local fd = zp.syscall("open_by_handle_at", mount, handle, O_PATH_CLOEXEC)
    if fd < 0 then return fd end
    local path = zp.fd.path(fd)
    zp.syscall("close", fd)
    local entry = path and path:byte() == 47 and tree.find(path)
    if not entry or entry.outside or tree.store.seen(path) ~= path
      or not tree.is_file(entry.mode) then
      return
    end
    local err = bring(entry, flags & C.O_TRUNC ~= 0)
    return err or zp.syscall("openat", AT_FDCWD, entry.at, flags & 0xffffffff, 0)
  end)
end
