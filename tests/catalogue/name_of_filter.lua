-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.hook: 'openat' has no argument 'fd' to filter by
zp.hook("openat", { fd = 3 }, print) -- wrong
