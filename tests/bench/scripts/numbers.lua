-- SPDX-License-Identifier: MIT OR Apache-2.0
-- So many numbers are hooked, getpid one of them.
local SYS_getpid = 39
zp.hook(SYS_getpid, function() end)
for nr = 0, tonumber(zp.args[1]) - 1 do
  if nr ~= SYS_getpid then zp.hook(nr, function() end) end
end
