-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: an injection has no 'count' \(hits, done, enable, disable and remove are known\)
print(zp.inject("openat", { error = "EIO" }).count) -- wrong
