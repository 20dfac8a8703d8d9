-- SPDX-License-Identifier: MIT OR Apache-2.0
-- The kernel is not asked.
zp.hook("read", function() return 1 end)
