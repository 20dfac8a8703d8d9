-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.hook: filter 'path' is a pattern with \* and \?, or a list of them, not a number
zp.hook("openat", { path = 3 }, print) -- wrong
