-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.count: 'took' is known after the call: use an exit handler
zp.count("read", { took = ">5ms" }) -- wrong
