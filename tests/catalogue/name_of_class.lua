-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: unknown class '%files' \(known are %file,
zp.hook("%files", print) -- wrong
