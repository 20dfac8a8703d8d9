-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Paths, walked as the kernel walks them: name by name, link by link. What is at a name
-- a tree tells; M.plain is the file system as it is, an overlay has one of its own:
--
--   root                  the entry that "/" is
--   step(parent, name)    the entry of that name; it has the fields path and, where
--                         RESOLVE_NO_XDEV is to be obeyed, device
--   link(entry)           what it leads to, if it is a symbolic link, else nil
--   up(entry)             the folder that it is in; root's is root
--   stops(entry)          may be left out: it is there, and no folder

local text = require "zpoline.path.text"

local M = {}

local MOST_LINKS = 40
local NO_XDEV, NO_MAGIC, NO_SYMLINKS, BENEATH, IN_ROOT = 1, 2, 4, 8, 16

-- Links of /proc that lead to an open file or a folder, not to a name. /dev/fd and
-- /dev/stdin are links to these.
local function is_magic(path)
  local rest = path:match "^/proc/[^/]+(/.*)$"
  if not rest then return false end
  rest = rest:match "^/task/%d+(/.*)$" or rest
  return rest == "/exe" or rest == "/cwd" or rest == "/root" or rest:find "^/fd/%d+$" ~= nil
    or rest:find "^/map_files/" ~= nil
end

-- The names of path, the first one last.
local function push(rest, path)
  local parts = {}
  for part in path:gmatch "[^/]+" do
    if part ~= "." then parts[#parts + 1] = part end
  end
  for i = #parts, 1, -1 do rest[#rest + 1] = parts[i] end
end

-- Where a magic link leads can be walked only if that has a name.
local function leads_nowhere(path, to)
  return is_magic(path) and (to:byte() ~= 47 or to:find " %(deleted%)$" ~= nil)
end

-- What forbids the link, by the flags of openat2.
local function refusal(path, resolve, links)
  if links >= MOST_LINKS or resolve & NO_SYMLINKS ~= 0
    or resolve & (NO_MAGIC | BENEATH | IN_ROOT) ~= 0 and is_magic(path) then
    return resolve & (BENEATH | IN_ROOT) ~= 0 and resolve & (NO_MAGIC | NO_SYMLINKS) == 0
      and links < MOST_LINKS and "EXDEV" or "ELOOP"
  end
end

--- The entry that path is, from the entry start on; nil and the name of an error.
-- follow: also a link at its end. resolve: RESOLVE_ flags of openat2.
function M.walk(tree, start, path, follow, resolve)
  resolve = resolve or 0
  local scoped = resolve & (BENEATH | IN_ROOT) ~= 0
  local top = scoped and start or tree.root
  local entry, rest, links = start, {}, 0
  if path:byte() == 47 then
    if resolve & BENEATH ~= 0 then return nil, "EXDEV" end
    entry = top
  end
  -- An absolute path begins at the root, on whatever device that is. The kernel takes no
  -- absolute link as long as it has not had to look where the root is.
  local device = resolve & NO_XDEV ~= 0 and entry.device
  local knows_root = path:byte() == 47
  push(rest, path)
  while #rest > 0 do
    local name = table.remove(rest)
    local child = name ~= ".." and tree.step(entry, name)
    local to = child and (follow or #rest > 0) and tree.link(child)
    if not child then
      knows_root = true
      if scoped and entry.path == top.path then
        if resolve & BENEATH ~= 0 then return nil, "EXDEV" end
      else
        entry = tree.up(entry)
        if device and entry.device ~= device then return nil, "EXDEV" end
      end
    elseif to and not leads_nowhere(child.path, to) then
      local why = refusal(child.path, resolve, links)
      if why then return nil, why end
      links = links + 1
      if to:byte() == 47 then
        if resolve & BENEATH ~= 0 then return nil, "EXDEV" end
        entry = is_magic(child.path) and tree.root or top
        if device and not (knows_root and entry.device == device) then return nil, "EXDEV" end
      end
      push(rest, to)
    elseif device and child.device ~= device then
      return nil, "EXDEV"
    elseif #rest > 0 and tree.stops and tree.stops(child) then
      return nil, "ENOTDIR"
    else
      entry = child
    end
  end
  return entry
end

M.plain = {
  root = { path = "/" },
  step = function(parent, name)
    return { path = (parent.path == "/" and "" or parent.path) .. "/" .. name }
  end,
  link = function(entry) return text.target(entry.path) end,
  up = function(entry) return { path = entry.path:match "^(.+)/[^/]*$" or "/" } end,
}

return M
