-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Answers unlink and unlinkat with EPERM.
zp.hook({ "unlink", "unlinkat" }, function() return -zp.errno.EPERM end)
