-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.hook: unknown handler 'leave' \(enter and exit are known\)
zp.hook("openat", { leave = print }) -- wrong
