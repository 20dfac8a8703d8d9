-- SPDX-License-Identifier: MIT OR Apache-2.0
-- fakeroot: the program believes that it is root; owners are remembered
--
--   zpoline run -s fakeroot -a save=$PWD/owners -- sh -c 'chown 5:6 file; stat -c %u:%g file'
--   zpoline run -s fakeroot -a save=$PWD/owners -- tar -cf package.tar folder
--
--   5:6
--
-- getuid and similar calls return 0 until the program sets another user. chown and chmod
-- succeed for your files, and devices can be made. What they set is stored in the file that
-- save= names, and stat shows it; a later run with the same file finds it again. Your other
-- files seem to belong to root. The program does not gain rights: it cannot read or write
-- what you cannot. access, ACLs, capabilities and mounts are not changed.

local args = require "zpoline.args"
local known = require "inner.owners"
local paths = require "zpoline.path"
local options = args.read { save = "" }

if options.save == "" then
  args.fail("fakeroot: no file to remember in. Remedy: -a save=$PWD/owners")
end
known.open("fakeroot", paths.option("fakeroot", "save", options.save))

local C, errno = zp.const, zp.errno
local me, my_group = zp.syscall "geteuid", zp.syscall "getegid"
local KEPT = 0xffffffff -- -1: as it is

-- who it is ----------------------------------------------------------------------------

-- Real, effective, saved.
local users, groups = { 0, 0, 0 }, { 0, 0, 0 }

zp.hook("getuid", function() return users[1] end)
zp.hook("geteuid", function() return users[2] end)
zp.hook("getgid", function() return groups[1] end)
zp.hook("getegid", function() return groups[2] end)

local function tell(ids)
  return function(_, a, b, c)
    for i, pointer in ipairs { a, b, c } do
      if not zp.mem.u32(pointer, ids[i]) then return -errno.EFAULT end
    end
    return 0
  end
end
zp.hook("getresuid", tell(users))
zp.hook("getresgid", tell(groups))

-- Whoever it has become, the program that it starts is.
known.became(users, groups)
zp.hook({ "execve", "execveat" }, function() known.say_ids(users, groups) end)

local function set(ids, ...)
  for i, id in ipairs { ... } do
    id = id & 0xffffffff
    if id ~= KEPT then ids[i] = id end
  end
  return 0
end
zp.hook("setuid", function(_, id) return set(users, id, id, id) end)
zp.hook("setgid", function(_, id) return set(groups, id, id, id) end)
zp.hook("setreuid", function(_, r, e) return set(users, r, e) end)
zp.hook("setregid", function(_, r, e) return set(groups, r, e) end)
zp.hook("setresuid", function(_, r, e, s) return set(users, r, e, s) end)
zp.hook("setresgid", function(_, r, e, s) return set(groups, r, e, s) end)
zp.hook({ "setfsuid", "setfsgid" }, function(regs)
  return (regs.name == "setfsuid" and users or groups)[2]
end)
zp.hook("setgroups", function() return 0 end)
zp.hook("getgroups", function(_, size, list)
  if size > 0 and not zp.mem.u32(list, 0) then return -errno.EFAULT end
  return 1
end)

-- what is said of files -------------------------------------------------------------------

-- The file of a call as newfstatat takes it: descriptor, path, flags.
local places = {
  chown = function(regs) return C.AT_FDCWD, regs.rdi, 0 end,
  lchown = function(regs) return C.AT_FDCWD, regs.rdi, C.AT_SYMLINK_NOFOLLOW end,
  fchown = function(regs) return regs.rdi, "", C.AT_EMPTY_PATH end,
  fchownat = function(regs) return regs.rdi, regs.rsi, regs.r8 end,
  fchmodat = function(regs) return regs.rdi, regs.rsi, 0 end,
  fchmodat2 = function(regs) return regs.rdi, regs.rsi, regs.r10 end,
  mknodat = function(regs) return regs.rdi, regs.rsi, C.AT_SYMLINK_NOFOLLOW end,
}
places.chmod, places.fchmod, places.mknod = places.chown, places.fchown, places.lchown

-- As it is shown; nil and -errno.
local function look(regs)
  local dfd, path, flags = places[regs.name](regs)
  return known.look(dfd, path, flags)
end

-- The owner and the group stand behind the path.
local owners = { chown = { "rsi", "rdx" }, lchown = { "rsi", "rdx" }, fchown = { "rsi", "rdx" },
  fchownat = { "rdx", "r10" } }

zp.hook({ "chown", "lchown", "fchown", "fchownat" }, function(regs)
  local file, err = look(regs)
  if not file then return err end
  local at = owners[regs.name]
  local uid, gid = regs[at[1]] & 0xffffffff, regs[at[2]] & 0xffffffff
  if uid ~= KEPT then file.uid = uid end
  if gid ~= KEPT then file.gid = gid end
  known.say(file)
  return 0
end)

-- The true mode lets its owner read and write on.
local function true_mode(file, mode)
  return mode & 0x1ff | (file.mode & 0xf000 == 0x4000 and 0x1c0 or 0x180)
end

zp.hook({ "chmod", "fchmod", "fchmodat", "fchmodat2" }, function(regs)
  local file, err = look(regs)
  if not file then return err end
  local place = regs.name:find "^fchmodat" and "rdx" or "rsi"
  local mode = regs[place] & 0xfff
  regs[place] = true_mode(file, mode)
  local ret = regs:call()
  if ret < 0 then return ret end
  file.mode = file.mode & 0xf000 | mode
  known.say(file)
  return ret
end)

-- A device is a file without bytes, of which something is remembered.
zp.hook({ "mknod", "mknodat" }, function(regs)
  local at = regs.name == "mknod" and "rsi" or "rdx"
  local mode, kind = regs[at], regs[at] & 0xf000
  if kind ~= 0x2000 and kind ~= 0x6000 then return end
  local device = regs[regs.name == "mknod" and "rdx" or "r10"] & 0xffffffff
  regs[at] = 0x8000 | mode & 0x1ff | 0x180
  local ret = regs:call()
  local file = ret == 0 and look(regs)
  if not file then return ret end
  file.mode, file.rdev = kind | file.mode & 0x1ff & mode, device
  known.say(file)
  return ret
end)

-- what is seen of files ------------------------------------------------------------------

for name, place in pairs { stat = "rsi", lstat = "rsi", fstat = "rsi", newfstatat = "rdx" } do
  zp.hook(name, { ret = 0 }, { exit = function(regs) known.show(regs[place], me, my_group) end })
end
zp.hook("statx", { ret = 0 }, { exit = function(regs) known.show_x(regs.r8, me, my_group) end })

-- A file that is gone: its number can be another's soon.
zp.hook({ "unlink", "unlinkat", "rmdir", "rename", "renameat", "renameat2" }, function(regs)
  local list = paths.subjects(regs) -- of two the second
  local gone = list[1] and paths.canonical(list[#list])
  local file = gone and known.look(C.AT_FDCWD, gone, C.AT_SYMLINK_NOFOLLOW)
  if not file or not known.is_said(file) then return end
  local last = file.links == 1 or file.mode & 0xf000 == 0x4000
  local ret = regs:call()
  if ret == 0 and last then known.forget(file) end
  return ret
end)
