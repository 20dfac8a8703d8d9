-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.trace: stack is true, false, or a whole number from 1 to 256, not '1000'
zp.trace("read", nil, { stack = 1000 }) -- wrong
