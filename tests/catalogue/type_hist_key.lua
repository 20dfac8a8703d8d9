-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.hist: unknown option 'width' \(from and step are known\)
zp.hist("read", nil, { step = 10, width = 3 }) -- wrong
