-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Answers getpid.
zp.hook("getpid", function() return 42 end)
