-- SPDX-License-Identifier: MIT OR Apache-2.0
-- A counter of getpid.
local _ = zp.count "getpid"
