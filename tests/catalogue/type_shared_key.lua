-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.shared: a key has at most 63 bytes
zp.shared:incr(("k"):rep(64)) -- wrong
