-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.hook: enter must be a function, not a string
zp.hook("openat", { enter = "print" }) -- wrong
