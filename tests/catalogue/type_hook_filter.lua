-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: bad argument #2 to 'hook' \(table expected, got
zp.hook("openat", "/etc/*", print) -- wrong
