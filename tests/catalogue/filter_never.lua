-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.hook: filter 'count' can never pass: its range is empty, or beyond what 32 bits hold
zp.hook("write", { count = "5..3" }, print) -- wrong
