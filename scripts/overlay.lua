-- SPDX-License-Identifier: MIT OR Apache-2.0
-- overlay: what a program writes goes to a folder, and it sees it in place
--
--   zpoline run -s overlay -a upper=/tmp/scratch -- make install
--   find /tmp/scratch                       what it has done
--   zpoline run -s overlay -a 'upper=/tmp/scratch leave=/var/tmp' -- sh
--
--   /tmp/scratch/usr/local/bin/program
--
-- Files are copied there before they are changed; they are made, deleted, renamed and
-- listed as if they were where the program thinks, and a later run with the same folder
-- goes on from there. A deleted file of the real tree is a symbolic link to
-- /.zpoline-overlay/gone. /proc, /sys and /dev are left alone, and each leave=PATH.
-- Not led there: descriptors that the program is started with, sockets that are bound to
-- a name, devices, mounts, extended attributes when a file is copied. A folder of the real
-- tree cannot be renamed (EXDEV: mv copies it), nor be listed by the old call getdents.
-- This is for programs that mean no harm: it is no sandbox.

local args = require "zpoline.args"
local paths = require "inner.paths"
local options = args.read { upper = "", leave = {} }

if options.upper == "" then
  error("overlay: no folder is named. Remedy: -a upper=/tmp/scratch", 0)
end

local outside = { ["/proc"] = true, ["/sys"] = true, ["/dev"] = true }
for _, path in ipairs(options.leave) do
  outside[paths.of_option("overlay", "leave", path)] = true
end
local tree = require "overlay.tree"(paths.of_option("overlay", "upper", options.upper), outside)
require "overlay.listing"(tree)

local C, errno = zp.const, zp.errno
local AT_SYMLINK_FOLLOW, RENAME_NOREPLACE = 0x400, 1

local function upper_path(entry)
  return zp.mem.put(tree.upper .. entry.path)
end

-- The entries of the call's paths, each with the register that it is in; nil if one of
-- them is left alone.
local function entries(regs, follow)
  local list = {}
  paths.each(regs, function(_, place, whole)
    local entry = tree.resolve(whole, follow)
    list[#list + 1] = { entry = entry, place = place }
  end)
  for _, item in ipairs(list) do
    if item.entry.outside then return nil end
  end
  return list[1] and list or nil
end

-- looking ----------------------------------------------------------------------------

-- Calls that do not follow a link at the end: always, or with AT_SYMLINK_NOFOLLOW.
local never = { lstat = true, readlink = true, readlinkat = true, lgetxattr = true,
  llistxattr = true, lchown = true, lsetxattr = true, lremovexattr = true }
local flags_in = { newfstatat = "r10", statx = "rdx", faccessat2 = "r10", execveat = "r8",
  fchownat = "r8", fchmodat2 = "r10", utimensat = "r10" }

local function follows(regs)
  local name = regs.name
  if never[name] then return false end
  return not flags_in[name] or regs[flags_in[name]] & C.AT_SYMLINK_NOFOLLOW == 0
end

zp.hook({ "stat", "lstat", "newfstatat", "statx", "access", "faccessat", "faccessat2", "readlink",
  "readlinkat", "chdir", "execve", "execveat", "statfs", "getxattr", "lgetxattr", "listxattr",
  "llistxattr", "inotify_add_watch", "name_to_handle_at", "chroot" }, function(regs)
  for _, item in ipairs(entries(regs, follows(regs)) or {}) do
    regs[item.place] = zp.mem.put(tree.real(item.entry))
  end
end)

zp.hook("getcwd", { exit = function(regs, ret)
  local path = ret > 0 and zp.mem.string(regs.rdi)
  local seen = path and tree.seen(path)
  if not path or seen == path then return end
  zp.mem.write(regs.rdi, seen .. "\0")
  return #seen + 1
end })

-- opening ----------------------------------------------------------------------------

local O_TMPFILE = 0x400000 -- without O_DIRECTORY

-- The call, for something new of the name; afterwards what is to be done then.
local function make(regs, item, afterwards)
  local entry = item.entry
  local ret = tree.prepare(entry)
  if ret < 0 then return ret end
  regs[item.place] = upper_path(entry)
  ret = regs:call()
  if ret < 0 then
    tree.undo(entry)
  elseif afterwards then
    afterwards(entry)
  end
  return ret
end

-- An answer, or nothing: the call goes on.
local function open_for_writing(regs, item, empty)
  local entry = item.entry
  if not entry.up then
    if tree.refuses_write(entry) then return -errno.EACCES end
    local ret = tree.copy_up(entry, empty)
    if ret < 0 then return ret end
  end
  regs[item.place] = upper_path(entry)
end

zp.hook({ "open", "openat", "openat2", "creat" }, function(regs)
  local flags = regs.name == "creat" and C.O_CREAT | C.O_WRONLY | C.O_TRUNC
    or regs.name == "openat2" and zp.mem.u64(regs.rdx) or regs.flags
  local function has(flag) return flags & flag ~= 0 end
  local exclusive = has(C.O_CREAT) and has(C.O_EXCL)
  local list = flags and entries(regs, not (has(C.O_NOFOLLOW) or exclusive))
  if not list then return end
  local item = list[1]
  local entry = item.entry
  local writes = has(C.O_WRONLY | C.O_RDWR | C.O_TRUNC) and not has(C.O_PATH)
  if not entry.mode and has(C.O_CREAT) and entry.parent.mode then
    return make(regs, item)
  elseif entry.mode and has(O_TMPFILE) then
    return open_for_writing(regs, item)
  elseif writes and not exclusive and tree.is_file(entry.mode) then
    return open_for_writing(regs, item, has(C.O_TRUNC))
  end
  regs[item.place] = zp.mem.put(tree.real(entry))
end)

-- changing what is there ---------------------------------------------------------------

zp.hook({ "chmod", "fchmodat", "fchmodat2", "chown", "lchown", "fchownat", "utime", "utimes",
  "utimensat", "futimesat", "truncate", "setxattr", "lsetxattr", "removexattr", "lremovexattr" },
  function(regs)
    local list = entries(regs, follows(regs))
    if not list then return end
    local item = list[1]
    local entry = item.entry
    if not entry.mode then
      regs[item.place] = zp.mem.put(tree.real(entry))
      return
    end
    if regs.name == "truncate" and tree.refuses_write(entry) then return -errno.EACCES end
    if regs.name ~= "truncate" and not tree.is_owned(entry) then return -errno.EPERM end
    local ret = tree.copy_up(entry)
    if ret < 0 then return ret end
    regs[item.place] = upper_path(entry)
  end)

-- By a descriptor, which may be open on the real file.
zp.hook({ "fchmod", "fchown", "fsetxattr", "fremovexattr", "utimensat" }, function(regs, fd)
  if regs.name == "utimensat" and regs.rsi ~= 0 then return end
  local path = zp.fd.path(fd & 0xffffffff)
  if not path or path:byte() ~= 47 or tree.seen(path) ~= path then return end
  local entry = tree.resolve(path, false)
  if entry.outside or not entry.low or not entry.mode then return end
  if not tree.is_owned(entry) then return -errno.EPERM end
  local ret = tree.copy_up(entry)
  if ret < 0 then return ret end
  local own = zp.syscall("openat", C.AT_FDCWD, tree.upper .. entry.path, C.O_CLOEXEC)
  if own < 0 then return own end
  regs.rdi = own
  ret = regs:call()
  zp.syscall("close", own)
  return ret
end)

-- names ------------------------------------------------------------------------------

zp.hook({ "mkdir", "mkdirat", "mknod", "mknodat", "symlink", "symlinkat" }, function(regs)
  local list = entries(regs, false)
  if not list then return end
  local item = list[1]
  if item.entry.mode then return -errno.EEXIST end
  return make(regs, item, regs.name:find "^mkdir" and tree.cover)
end)

zp.hook({ "link", "linkat" }, function(regs)
  local list = entries(regs, regs.name == "linkat" and regs.r8 & AT_SYMLINK_FOLLOW ~= 0)
  if not list or #list < 2 then return end
  local from, to = list[1], list[2]
  if not from.entry.mode then return -errno.ENOENT end
  if to.entry.mode then return -errno.EEXIST end
  if tree.is_directory(from.entry.mode) then return -errno.EPERM end
  local ret = tree.copy_up(from.entry)
  if ret < 0 then return ret end
  regs[from.place] = upper_path(from.entry)
  return make(regs, to)
end)

zp.hook({ "unlink", "unlinkat", "rmdir" }, function(regs)
  local list = entries(regs, false)
  if not list then return end
  local entry = list[1].entry
  local folder = regs.name == "rmdir" or regs.name == "unlinkat" and regs.rdx & 0x200 ~= 0
  if not entry.mode then return -errno.ENOENT end
  if folder ~= tree.is_directory(entry.mode) then
    return folder and -errno.ENOTDIR or -errno.EISDIR
  end
  if not entry.parent then return -errno.EBUSY end
  if tree.refuses_write(entry.parent) then return -errno.EACCES end
  if folder and not tree.is_empty(entry) then return -errno.ENOTEMPTY end
  local ret = entry.up and tree.remove(entry) or 0
  return ret < 0 and ret or tree.hide(entry)
end)

-- What a rename is refused with, or nothing.
local function refusal(from, to, flags)
  if from.outside or to.outside then return -errno.EXDEV end
  if not from.mode then return -errno.ENOENT end
  if flags & ~RENAME_NOREPLACE ~= 0 then return -errno.EINVAL end
  if to.mode and flags ~= 0 then return -errno.EEXIST end
  if tree.refuses_write(from.parent) then return -errno.EACCES end
  if not tree.is_directory(from.mode) then
    return tree.is_directory(to.mode) and -errno.EISDIR or nil
  end
  if to.mode and not tree.is_directory(to.mode) then return -errno.ENOTDIR end
  if to.mode and not tree.is_empty(to) then return -errno.ENOTEMPTY end
  if from.shows or to.mode and to.shows then return -errno.EXDEV end
end

zp.hook({ "rename", "renameat", "renameat2" }, function(regs)
  local list = {}
  paths.each(regs, function(_, place, whole)
    list[#list + 1] = { place = place, entry = tree.resolve(whole, false) }
  end)
  if #list < 2 then return end
  local from, to = list[1].entry, list[2].entry
  if from.outside and to.outside then return end
  local flags = regs.name == "renameat2" and regs.r8 & 0xffffffff or 0
  local no = refusal(from, to, flags)
  if no then return no end
  if from.path == to.path then return 0 end
  local ret = tree.copy_up(from)
  if ret < 0 then return ret end
  regs[list[1].place] = upper_path(from)
  return make(regs, list[2], function()
    tree.hide(from)
    if tree.is_directory(from.mode) then tree.cover(to) end
  end)
end)
