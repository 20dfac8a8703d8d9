-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.trace: strings is a whole number from 0 to 8388608, not '-1'
zp.trace("read", nil, { strings = -1 }) -- wrong
