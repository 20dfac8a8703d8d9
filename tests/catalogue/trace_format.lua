-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.trace: format is 'text', 'json' or 'timeline', not 'xml'
zp.trace("read", nil, { format = "xml" }) -- wrong
