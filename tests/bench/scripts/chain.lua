-- SPDX-License-Identifier: MIT OR Apache-2.0
-- So many hooks of one call.
for _ = 1, tonumber(zp.args[1]) do
  zp.hook("getpid", function() end)
end
