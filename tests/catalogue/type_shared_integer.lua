-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.shared: 'name' is no integer
zp.shared:set("name", "text")
zp.shared:incr "name" -- wrong
