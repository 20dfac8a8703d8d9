-- SPDX-License-Identifier: MIT OR Apache-2.0
-- A handler behind a filter of a number, which lets no call pass.
zp.hook("read", { fd = 99 }, function() end)
