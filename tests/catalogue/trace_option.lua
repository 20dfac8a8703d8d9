-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.trace: unknown option 'string'
zp.trace("read", nil, { string = 10 }) -- wrong
