-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Programs that are started, for overlay.lua: require "overlay.run"(tree, calls). The
-- kernel looks for the interpreter of a script, and for that of a program, in the real
-- tree: where the two trees differ that is done here.

local path = require "zpoline.path"

local AT_FDCWD, READ, X_OK, AT_EACCESS = -100, 0x80000, 1, 0x200
local PT_INTERP, MOST_SCRIPTS, F_GETFD = 3, 5, 1

return function(tree, calls)
  local errno, mem, store = zp.errno, zp.mem, tree.store
  local buffer = mem.alloc(4096)

  local function bytes_of(file, n, offset)
    local fd = zp.syscall("openat", AT_FDCWD, file, READ)
    if fd < 0 then return "" end
    local got = zp.syscall("pread64", fd, buffer, n, offset)
    zp.syscall("close", fd)
    return got > 0 and mem.read(buffer, got) or ""
  end

  -- "#!/bin/sh -e": the interpreter, and its argument or nil.
  local function script_of(head)
    local line = head:match "^#![ \t]*([^\n]*)"
    local name, rest = (line or ""):match "^([^ \t]+)[ \t]*(.-)[ \t]*$"
    return name, rest ~= "" and rest or nil
  end

  -- What the program names as its interpreter, and where its header says so.
  local function interpreter_of(file, head)
    if head:sub(1, 5) ~= "\127ELF\2" or #head < 64 then return nil end
    local offset, size, count = ("<I8"):unpack(head, 33), ("<I2I2"):unpack(head, 55)
    for i = 0, math.min(count, 64) - 1 do
      local header = bytes_of(file, 56, offset + i * size)
      if #header == 56 and ("<I4"):unpack(header) == PT_INTERP then
        local at, length = ("<I8"):unpack(header, 9), ("<I8"):unpack(header, 33)
        return bytes_of(file, length, at):match "^[^\0]*", offset + i * size
      end
    end
  end

  -- A copy of the program that names another interpreter.
  local function with_interpreter(entry, file, header, interpreter)
    local name = store.new_place()
    local copy = store.work .. "/" .. name
    local from = zp.syscall("openat", AT_FDCWD, file, READ)
    if from < 0 then return nil end
    local ret = tree.copy_open(from, copy)
    zp.syscall("close", from)
    local fd = ret == 0 and zp.syscall("openat", AT_FDCWD, copy, 0x80002) or -1
    if fd < 0 then return nil end
    local text = interpreter .. "\0"
    local at = zp.syscall("lseek", fd, 0, 2)
    zp.syscall("pwrite64", fd, text, #text, at)
    zp.syscall("pwrite64", fd, ("<I8"):pack(at), 8, header + 8)
    zp.syscall("pwrite64", fd, ("<I8"):pack(#text), 8, header + 32)
    zp.syscall("close", fd)
    store.say_program(name, entry.path)
    return copy
  end

  local function pointers(at)
    local list = {}
    while at ~= 0 do
      local p = mem.u64(at + #list * 8)
      if not p then return nil end
      if p == 0 then break end
      list[#list + 1] = p
    end
    return list
  end

  -- argv of the interpreter: its name and argument, the script's path, the rest.
  local function set_arguments(regs, place, front)
    local given = pointers(regs[place])
    if not given then return -errno.EFAULT end
    local list = {}
    for _, word in ipairs(front) do list[#list + 1] = ("<I8"):pack(mem.put(word)) end
    for i = 2, #given do list[#list + 1] = ("<I8"):pack(given[i]) end
    regs[place] = mem.put(table.concat(list) .. ("\0"):rep(8))
  end

  -- The interpreter of a script, and of that, if it is one: the file to be run, the words
  -- in front of the arguments, and whether all that is another than without us.
  local function follow(entry, given)
    local file, front, touched = tree.real(entry), { given }, false
    for _ = 1, MOST_SCRIPTS do
      local head = bytes_of(file, 256, 0)
      local name, argument = script_of(head)
      if not name then return entry, file, front, touched, head end
      if zp.syscall("faccessat2", AT_FDCWD, file, X_OK, AT_EACCESS) < 0 then
        return nil, -errno.EACCES
      end
      local whole = name:byte() == 47 and name or (path.cwd() or "") .. "/" .. name
      local found, other = tree.find(whole, true)
      if not found then return nil, -errno[other] end
      if argument then table.insert(front, 1, argument) end
      table.insert(front, 1, name)
      touched = touched or other
      entry, file = found, tree.real(found)
    end
    return nil, -errno.ELOOP
  end

  local function run(regs, item)
    local at = regs.name == "execveat"
    local given = item.s.given
    local dfd = at and regs.rdi << 32 >> 32
    if at and given:byte() ~= 47 and dfd ~= AT_FDCWD & 0xffffffff then
      given = ("/dev/fd/%d/%s"):format(dfd, given)
    end
    local entry, file, front, other, head = follow(item.entry, given)
    if not entry then return file end
    local name, header = interpreter_of(file, head)
    local loader, loader_touched = nil, false
    if name then loader, loader_touched = tree.find(name, true) end
    if loader and loader_touched and loader.mode then
      file = with_interpreter(entry, file, header, tree.real(loader)) or file
      other = true
    end
    if not item.touched and not other then return end
    if #front > 1 then
      if given ~= item.s.given and zp.syscall("fcntl", dfd, F_GETFD, 0) ~= 0 then
        return -errno.ENOENT -- the interpreter would not find it
      end
      local err = set_arguments(regs, at and "rdx" or "rsi", front)
      if err then return err end
    end
    calls.give(regs, item, file)
  end

  zp.hook({ "execve", "execveat" }, function(regs)
    local items, err = calls.items(regs)
    local item = items and items[1]
    if not item then return err end
    if item.s.descriptor then return end
    if item.entry.outside or not tree.is_file(item.entry.mode) then
      if item.touched then calls.give(regs, item, tree.real(item.entry)) end
      return
    end
    return run(regs, item)
  end)
end
