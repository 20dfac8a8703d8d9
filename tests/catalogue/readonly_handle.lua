-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: a hook: 'enabled' cannot be set; methods change it
local h = zp.hook("openat", print)
h.enabled = false -- wrong
