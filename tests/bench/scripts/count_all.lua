-- SPDX-License-Identifier: MIT OR Apache-2.0
-- A counter of all calls.
local _ = zp.count "*"
