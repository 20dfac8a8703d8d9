-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.hook: 'getpid' has no descriptor to filter by
zp.hook("getpid", { fdpath = "/etc/*" }, print) -- wrong
