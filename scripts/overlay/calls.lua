-- SPDX-License-Identifier: MIT OR Apache-2.0
-- The paths of calls in the two trees, for overlay.lua: require "overlay.calls"(tree) is a
-- table of functions.

local path = require "zpoline.path"

return function(tree)
  local M = {}
  local errno = zp.errno

  local nameless = { outside = true, path = "" } -- for a call that is about a descriptor

  --- Of each path of the call: its subject (zpoline.path), its entry and whether that is
  -- another file than without us. nil and -errno if one cannot be walked; nil alone if the
  -- kernel refuses it anyway.
  function M.items(regs)
    local list = {}
    for _, s in ipairs(path.subjects(regs)) do
      local entry, touched = nameless, false
      if not s.descriptor then entry, touched = tree.resolve(s) end
      if not entry then
        return nil, s.base and errno[touched] and -errno[touched] or nil
      end
      list[#list + 1] = { s = s, entry = entry, touched = touched }
    end
    return list
  end

  -- A slash at the end means that it must be a folder.
  local function slash(s)
    return s.given and s.given:find "/%.?$" and "/" or ""
  end

  --- The call gets this path in place of the item's; see path.give.
  function M.give(regs, item, to)
    return path.give(regs, item.s, to .. slash(item.s))
  end

  --- The call, with that path.
  function M.call_with(regs, item, to)
    local finish, err = M.give(regs, item, to)
    if err then return err end
    local ret = regs:call()
    if finish then finish() end
    return ret
  end

  --- Why nothing can be made in a folder that is not there.
  local function missing(parent)
    local err = zp.syscall("faccessat", -100, tree.known_at(parent), 0)
    return err < 0 and err or -errno.ENOTDIR
  end

  --- The call, for something new of the name; afterwards what is to be done then.
  function M.make(regs, item, afterwards)
    local entry = item.entry
    if not tree.is_directory(entry.parent.mode) then return missing(entry.parent) end
    local ret = tree.prepare(entry)
    if ret < 0 then return ret end
    ret = M.call_with(regs, item, entry.at)
    if ret < 0 then
      tree.undo(entry)
    elseif afterwards then
      afterwards(entry)
    end
    return ret
  end

  --- As above, and it is not a file under another name.
  function M.make_new(regs, item, afterwards)
    return M.make(regs, item, function(entry)
      tree.made(entry)
      if afterwards then afterwards(entry) end
    end)
  end

  return M
end
