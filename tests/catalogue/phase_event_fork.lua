-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: on purpose
-- run: (echo child; exit 3); echo "child ended with $?"
zp.on("fork", function()
  error "on purpose" -- wrong
end)
