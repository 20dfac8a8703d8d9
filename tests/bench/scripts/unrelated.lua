-- SPDX-License-Identifier: MIT OR Apache-2.0
-- A hook of a call that is not measured.
zp.hook("mkdir", function() end)
