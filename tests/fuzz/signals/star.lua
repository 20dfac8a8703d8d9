-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Hooks all calls.
zp.hook("*", function() end)
