-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- Said once, however often it fails.
-- says: on purpose
-- run: for i in 1 2 3; do (exit 3); done; /no/such/program; exit 5
zp.on("fork", function() zp.shared:incr "forks" end)
zp.on("exec", function()
  error "on purpose" -- wrong
end)
