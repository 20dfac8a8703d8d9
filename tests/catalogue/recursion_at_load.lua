-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: stack overflow
local function f(n) return 1 + f(n + 1) end -- wrong
f(1)
