-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Calls that change files or what is said of them, by path and by descriptor, for
-- overlay.lua: require "overlay.change"(tree, calls, fresh).

local AT_FDCWD, O_CLOEXEC = -100, 0x80000

return function(tree, calls, fresh)
  local errno = zp.errno

  -- Who may write to a file may set its attributes and its length.
  local function refuses(name, entry)
    if name == "truncate" or name == "acct" then
      return tree.refuses_write(entry) and -errno.EACCES
    elseif tree.is_owned(entry) or name:find "xattr" and not tree.refuses_write(entry) then
      return nil
    end
    return -errno.EPERM
  end

  -- The call, about the copy of a folder: its descriptor stays open on the real one, to
  -- be listed.
  local function call_on_copy(regs, folder)
    local own = zp.syscall("openat", AT_FDCWD, folder.at, O_CLOEXEC)
    if own < 0 then return own end
    regs.rdi = own
    local ret = regs:call()
    zp.syscall("close", own)
    return ret
  end

  local function change_open(regs, fd)
    local ret, folder = fresh.take(fd, function(entry) return refuses(regs.name, entry) end)
    if not ret then return end
    if ret < 0 then return ret end
    if folder then return call_on_copy(regs, folder) end
  end

  local function ask_open(regs, fd)
    local folder = tree.both(fd << 32 >> 32)
    if folder then return call_on_copy(regs, folder) end
  end

  local by_path, by_descriptor = {}, {}
  for _, call in pairs(zp.syscalls) do
    for _, argument in ipairs(call.args) do
      if argument.effect == "changes" then by_path[#by_path + 1] = call.name end
      if argument.role == "changes" then by_descriptor[#by_descriptor + 1] = call.name end
    end
  end

  zp.hook(by_path, function(regs)
    local items, err = calls.items(regs)
    if not items then return err end
    local item = items[1]
    if not item then return end
    local entry = item.entry
    if item.s.descriptor then
      return change_open(regs, item.s.descriptor)
    elseif entry.outside or not entry.mode then
      if item.touched then calls.give(regs, item, tree.real(entry)) end
      return
    end
    err = refuses(regs.name, entry) or tree.copy_up(entry)
    if err < 0 then return err end
    calls.give(regs, item, entry.at)
  end)

  zp.hook(by_descriptor, change_open)
  zp.hook({ "fgetxattr", "flistxattr" }, ask_open)

  -- Requests that only ask, by their direction; those of terminals and sockets, 0x54 and
  -- 0x89, have none, and are not for files.
  local asks = { [0x1] = true, [0x2] = true, [0xc020660b] = true } -- FIBMAP, FIGETBSZ, FIEMAP
  local function only_asks(request)
    local kind = request >> 8 & 0xff
    return kind == 0x89 or asks[request] or request >> 30 == 2
  end

  zp.hook("ioctl", function(regs, fd, request)
    request = request & 0xffffffff
    if request >> 8 & 0xff == 0x54 then return end -- a terminal's, first of all
    if only_asks(request) then return ask_open(regs, fd) end
    return change_open(regs, fd)
  end)
end
