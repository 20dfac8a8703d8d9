-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.shared: a value is an integer, a number, a string or nil, not a table
zp.shared:set("t", {}) -- wrong
