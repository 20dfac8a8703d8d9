-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.shared: its methods are called with a colon
zp.shared.incr "n" -- wrong
