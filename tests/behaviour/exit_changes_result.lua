-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Makes 7 of every larger result.
zp.hook("getpid", { exit = function(_, ret) return ret > 7 and 7 or nil end })
