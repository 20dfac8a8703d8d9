-- SPDX-License-Identifier: MIT OR Apache-2.0
-- A histogram of read.
local _ = zp.hist "read"
