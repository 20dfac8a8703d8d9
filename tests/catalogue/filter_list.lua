-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.hook: a filter is a table of tests by the names of arguments
zp.hook("openat", { "/etc/*" }, print) -- wrong
