-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.hook: 'took' is known after the call: it filters exit handlers
zp.hook("read", { took = ">5ms" }, print) -- wrong
