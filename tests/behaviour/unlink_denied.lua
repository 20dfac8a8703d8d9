-- SPDX-License-Identifier: MIT OR Apache-2.0
zp.hook({ "unlink", "unlinkat" }, function() return -zp.errno.EPERM end)
