-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.hook: filter 'fd' can never pass: its range is empty, or beyond what 32 bits hold
zp.hook("write", { fd = 0x100000000 }, print) -- wrong
