-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.trace: format is 'text' or 'json', not 'xml'
zp.trace("read", nil, { format = "xml" }) -- wrong
