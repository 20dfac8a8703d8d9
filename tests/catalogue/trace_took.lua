-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.trace: took is true or false, not '>1ms'
zp.trace("read", nil, { took = ">1ms" }) -- wrong
