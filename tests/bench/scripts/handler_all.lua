-- SPDX-License-Identifier: MIT OR Apache-2.0
-- A handler that does nothing, for all calls.
zp.hook("*", function() end)
