-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.hook: filter 'took' is not a time: it may be '>5ms', '<20us', '1ms..1.5s', of ns, us, ms and s
zp.hook("read", { took = ">5min" }, { exit = print }) -- wrong
