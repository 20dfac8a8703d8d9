-- SPDX-License-Identifier: MIT OR Apache-2.0
-- A handler for each access.
zp.hook("access", function() end)
