-- SPDX-License-Identifier: MIT OR Apache-2.0
-- A line of JSON for each read.
zp.trace("read", nil, { format = "json" })
