-- SPDX-License-Identifier: MIT OR Apache-2.0
zp.hook("write", function() return "everything" end)
