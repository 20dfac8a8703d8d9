-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Reads by descriptor.
local _ = zp.count("read", nil, { by = "fd" })
