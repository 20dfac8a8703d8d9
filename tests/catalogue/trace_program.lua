-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.trace: program is a path
zp.trace("read", nil, { program = true }) -- wrong
