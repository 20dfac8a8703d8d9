-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.options: budget is a number of Lua instructions from 1 to
zp.options { budget = -1 } -- wrong
