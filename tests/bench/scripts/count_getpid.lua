-- SPDX-License-Identifier: MIT OR Apache-2.0
local _ = zp.count "getpid"
