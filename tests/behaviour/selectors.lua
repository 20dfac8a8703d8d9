-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Hooks the same calls by a list, by number and by "*".
local function note(kind)
  return function(regs)
    if regs.name:find("^getp") then
      zp.log("%s %s", kind, regs.name)
    end
  end
end

zp.hook({ "getpid", zp.syscalls.getppid.nr }, note "list")
zp.hook(39, note "number")
zp.hook("*", note "star")
zp.hook("getuid", note "other")
