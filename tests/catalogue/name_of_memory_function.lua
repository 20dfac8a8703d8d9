-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.mem has no 'sting' \(did you mean 'string'\?\)
print(zp.mem.sting(0)) -- wrong
