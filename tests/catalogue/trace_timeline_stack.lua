-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.trace: format 'timeline' has no stacks\. Remedy
zp.trace("read", nil, { format = "timeline", stack = true }) -- wrong
