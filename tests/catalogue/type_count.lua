-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.count: 'ret' is known after the call: use an exit handler
zp.count("read", { ret = 0 }) -- wrong
