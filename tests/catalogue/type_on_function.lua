-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: bad argument #2 to 'on' \(function expected, got no value\)
zp.on "exit" -- wrong
