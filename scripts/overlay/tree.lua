-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Two trees seen as one, for overlay.lua: upper, in which all is written, over what is
-- really there, lower. require "overlay.tree"(store, outside) is a table of functions.
--
-- What was deleted of lower is a symbolic link in upper that leads to WHITE. What has been
-- copied to upper the store knows, and where (store.lua).

local path = require "zpoline.path"

local AT_FDCWD, NOFOLLOW, W_OK = -100, 0x100, 2
local MODE, LINKS, OWNER = 24, 16, 28 -- in struct stat
local WHITE = "/.zpoline-overlay/gone"
local NOWHERE = WHITE .. "/nowhere"

return function(store, outside)
  local M = { store = store, WHITE = WHITE }
  local stat, text = zp.mem.alloc(144), zp.mem.alloc(4097)
  M.stat = stat

  local function is(mode, kind) return mode ~= nil and mode & 0xf000 == kind end
  function M.is_directory(mode) return is(mode, 0x4000) end
  function M.is_file(mode) return is(mode, 0x8000) end
  local function is_link(mode) return is(mode, 0xa000) end
  M.is_link = is_link

  --- The mode; stat has the rest.
  function M.look(name)
    if zp.syscall("newfstatat", AT_FDCWD, name, stat, NOFOLLOW) ~= 0 then return nil end
    return zp.mem.u32(stat + MODE)
  end
  local look = M.look

  function M.target(name)
    local n = zp.syscall("readlinkat", AT_FDCWD, name, text, 4096)
    return n >= 0 and zp.mem.read(text, n) or ""
  end

  function M.is_white(name) return M.target(name) == WHITE end

  -- walking ----------------------------------------------------------------------------

  -- An entry is what a path is in the two trees:
  --   path, parent
  --   at        where it is in upper, or would be; nil if its folder is not there
  --   up, low   the modes that it has there; low also of what is deleted
  --   device    of lower's
  --   white     it is deleted
  --   shows     lower's is seen, or would be if it were there
  --   mode      of what is seen; nil: nothing is there
  --   outside   the path is left alone
  local root = { path = "/", at = store.upper, up = 0x4000, low = 0x4000, shows = true,
    mode = 0x4000 }
  M.root = root
  root.parent = root
  if look(root.path) then root.device = zp.mem.u64(stat) end

  local touched -- on its way the walk has met what only upper has

  -- A file with several names, of which another one has been copied: that is this one, too.
  local function join_links(entry)
    local index = is(entry.low, 0x8000) and zp.mem.u64(stat + LINKS) > 1
      and store.index(zp.mem.u64(stat), zp.mem.u64(stat + 8))
    if index and M.make_parent(entry) == 0
      and zp.syscall("linkat", AT_FDCWD, index, AT_FDCWD, entry.at, 0) == 0 then
      entry.up = entry.low
    end
  end

  function M.step(parent, name)
    local entry = { path = (parent.path == "/" and "" or parent.path) .. "/" .. name,
      parent = parent }
    local here = entry.path
    if parent.outside or outside[here] then
      entry.outside, entry.shows, entry.mode = true, true, look(here)
      entry.device = entry.mode and zp.mem.u64(stat) or parent.device
      return entry
    end
    entry.at = store.place(here) or parent.at and parent.up and parent.at .. "/" .. name
    if entry.at then entry.up = look(entry.at) end
    if is_link(entry.up) and M.is_white(entry.at) then
      entry.up, entry.white = nil, true
    end
    entry.device = parent.device
    if parent.shows then
      entry.low = look(here)
      if entry.low then
        entry.device = zp.mem.u64(stat)
        if not entry.up and not entry.white then join_links(entry) end
      end
    end
    entry.shows = parent.shows and not entry.white
      and (not entry.up or M.is_directory(entry.up) and M.is_directory(entry.low))
    entry.mode = entry.up or entry.shows and entry.low or nil
    if not entry.shows then touched = true end
    return entry
  end

  --- Where the entry is to be read.
  function M.real(entry)
    if entry.shows or entry.outside then return entry.path end
    return entry.up and entry.at or NOWHERE
  end

  --- Where it is told of: the copy of a folder has the modes and times that count.
  function M.known_at(entry)
    return entry.up and entry.at or M.real(entry)
  end

  function M.link(entry)
    if not is_link(entry.mode) then return nil end
    return store.seen(M.target(M.real(entry)))
  end

  function M.up(entry) return entry.parent end

  function M.stops(entry)
    return entry.mode and not M.is_directory(entry.mode) and not is_link(entry.mode)
  end

  local function start(base)
    return base == "/" and root or path.walk(M, root, store.seen(base), true)
  end

  --- The entry that a subject of a call is (zpoline.path), and whether it is another
  -- file than without us; nil and the name of an error.
  function M.resolve(s)
    touched = false
    local name = s.given
    if not s.base then return nil, s.why end
    touched = store.seen(s.base) ~= s.base
    if name:byte() == 47 then name = store.seen(name) end
    local entry, why = path.walk(M, start(s.base), name, s.follow, s.how and s.how.resolve)
    if not entry then return nil, why end
    return entry, touched
  end

  --- The entry of an absolute path of the file system, and whether it is another file
  -- than without us; nil and the name of an error.
  function M.find(name, follow)
    touched = false
    local entry, why = path.walk(M, root, store.seen(name), follow or false)
    if not entry then return nil, why end
    return entry, touched
  end

  --- The folder of both trees that a descriptor is open on; nil: it is open on none.
  function M.both(fd)
    local base = zp.fd.path(fd)
    local entry = base and base:byte() == 47 and M.find(base)
    return entry and not entry.outside and entry.up and M.is_directory(entry.low)
      and entry.shows and entry or nil
  end

  -- rights -----------------------------------------------------------------------------

  --- Would the program itself be refused?
  function M.refuses_write(entry)
    return zp.syscall("faccessat", AT_FDCWD, M.known_at(entry), W_OK) == -zp.errno.EACCES
  end

  function M.is_owned(entry)
    local uid = zp.syscall "geteuid"
    return uid == 0 or look(M.known_at(entry)) == nil or zp.mem.u32(stat + OWNER) == uid
  end

  return M
end
