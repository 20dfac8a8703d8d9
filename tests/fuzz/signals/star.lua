-- SPDX-License-Identifier: MIT OR Apache-2.0
zp.hook("*", function() end)
