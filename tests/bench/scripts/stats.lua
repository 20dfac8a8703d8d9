-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Calls, errors and time of all calls.
local _ = zp.stats()
