-- SPDX-License-Identifier: MIT OR Apache-2.0
zp.hook("read", { fd = 99 }, function() end)
