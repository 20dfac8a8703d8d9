-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: a counter has no 'value' \(get, remove and reset are known\)
local c = zp.count "openat"
print(c:value()) -- wrong
