-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: cannot read script '/no/such\.lua' \(ENOENT\)
dofile "/no/such.lua" -- wrong
