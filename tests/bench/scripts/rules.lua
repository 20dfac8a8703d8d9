-- SPDX-License-Identifier: MIT OR Apache-2.0
-- So many rules of numbers of their own, one of them getpid's. A histogram reads
-- the clock, which is not to be one of them.
local SYS_getpid, SYS_clock_gettime = 39, 228
local _ = zp.hist(SYS_getpid)
for nr = 0, tonumber(zp.args[1]) - 1 do
  if nr ~= SYS_getpid and nr ~= SYS_clock_gettime then _ = zp.count(nr) end
end
