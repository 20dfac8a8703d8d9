-- SPDX-License-Identifier: MIT OR Apache-2.0
zp.log("%d", math.random(0))
zp.hook("getppid", function() end)
