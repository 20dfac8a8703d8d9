-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.hook: 'ret' is known after the call: it filters exit handlers
zp.hook("read", { ret = "<0" }, print) -- wrong
