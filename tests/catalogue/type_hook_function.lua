-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: bad argument #2 to 'hook' \(a function or a table with enter and exit expected, got string\)
zp.hook("openat", "print") -- wrong
