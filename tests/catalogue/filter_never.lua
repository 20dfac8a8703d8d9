-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.hook: filter 'count' can never pass: its range is empty
zp.hook("write", { count = "5..3" }, print) -- wrong
