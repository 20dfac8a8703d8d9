-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Calls that look at files, for overlay.lua: require "overlay.look"(tree, calls).

-- Those that ask for what is said of a file: of a folder its copy tells that.
local told = { stat = true, lstat = true, newfstatat = true, statx = true, access = true,
  faccessat = true, faccessat2 = true, getxattr = true, lgetxattr = true, getxattrat = true,
  listxattr = true, llistxattr = true, listxattrat = true, file_getattr = true,
  inotify_add_watch = true, fanotify_mark = true }
-- What happens is told of the file that it happens to.
local watches = { inotify_add_watch = true, fanotify_mark = true }

return function(tree, calls)
  local list = {}
  for _, call in pairs(zp.syscalls) do
    local looks = false
    for _, argument in ipairs(call.args) do
      local role, effect = argument.role, argument.effect
      looks = looks or role == "path" and effect == "looks" or role == "address"
        or role and role:find "^message" and call.name:find "^send"
    end
    if looks then list[#list + 1] = call.name end
  end

  local function look(regs, item, finishers)
    local entry, name = item.entry, regs.name
    if item.s.descriptor then return end
    if watches[name] and not entry.outside and (entry.low or entry.up) then tree.copy_up(entry) end
    local to = told[name] and tree.known_at(entry) or tree.real(entry)
    if not item.touched and to == entry.path then return end
    local finish, err = calls.give(regs, item, to)
    if err then return err end
    finishers[#finishers + 1] = finish
  end

  zp.hook(list, function(regs)
    local items, err = calls.items(regs)
    if not items then return err end
    local finishers = {}
    for _, item in ipairs(items) do
      err = look(regs, item, finishers)
      if err then return err end
    end
    if #finishers == 0 then return end
    local ret = regs:call()
    for i = #finishers, 1, -1 do finishers[i]() end
    return ret
  end)
end
