-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Logs the first random number of its state.
zp.log("%d", math.random(0))
zp.hook("getppid", function() end)
