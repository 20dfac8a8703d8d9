-- SPDX-License-Identifier: MIT OR Apache-2.0
zp.hook({ "getpid", "read", "clock_gettime" }, function() end)
