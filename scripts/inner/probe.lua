-- SPDX-License-Identifier: MIT OR Apache-2.0
-- probe: for zpoline doctor. Says how many calls have come to it.

local seen = 0

zp.hook("*", function() seen = seen + 1 end)
zp.on("exit", function()
  zp.log("probe of version %s, %d calls seen by the probe", zp.version, seen)
end)
