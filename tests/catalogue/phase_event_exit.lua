-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: on purpose
zp.on("exit", function()
  error "on purpose" -- wrong
end)
