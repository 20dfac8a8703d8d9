-- SPDX-License-Identifier: MIT OR Apache-2.0
zp.hook("getpid", { exit = function(_, ret) return ret > 7 and 7 or nil end })
