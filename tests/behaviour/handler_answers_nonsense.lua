-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Returns a string, which is no answer.
zp.hook("write", function() return "everything" end)
