-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.hook: filter 'count' is not a test: it may be an integer, '<n'
zp.hook("read", { count = "many" }, print) -- wrong
