-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.shared has no 'increment' \(cas, get, incr and set are known\)
zp.shared:increment "n" -- wrong
