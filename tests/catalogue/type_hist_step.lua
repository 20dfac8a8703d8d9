-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.hist: a linear histogram has a step, in ns
zp.hist("read", nil, { step = 0 }) -- wrong
