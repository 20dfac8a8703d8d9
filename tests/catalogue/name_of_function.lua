-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp has no 'hok' \(did you mean 'hook'\?\)
zp.hok("openat", print) -- wrong
