-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.inject: 'took' is known after the call: use an exit handler
zp.inject("read", { took = ">5ms", error = "EIO" }) -- wrong
