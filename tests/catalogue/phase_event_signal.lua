-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: on purpose
-- run: trap 'echo caught' USR1; kill -USR1 $$; echo on; exit 4
zp.on("signal", function()
  error "on purpose" -- wrong
end)
