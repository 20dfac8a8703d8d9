-- SPDX-License-Identifier: MIT OR Apache-2.0
-- A counter of read.
local _ = zp.count "read"
