-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.hist: unknown option 'width' \(known are: by frames from last max step\)
zp.hist("read", nil, { step = 10, width = 3 }) -- wrong
