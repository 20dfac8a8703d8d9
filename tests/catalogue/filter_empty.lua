-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.hook: filter 'path': a list has 1 to 64 patterns
zp.hook("openat", { path = {} }, print) -- wrong
