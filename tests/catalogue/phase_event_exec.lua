-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: on purpose
-- set: ZPOLINE_FOLLOW=0
-- run: exec echo another program
zp.on("exec", function()
  error "on purpose" -- wrong
end)
