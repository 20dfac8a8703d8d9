-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Reads by the functions that make them.
local _ = zp.count("read", nil, { by = "stack" })
