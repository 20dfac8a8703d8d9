-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: attempt to index a nil value \(local 'settings'\)
-- also-err: stack traceback
local settings
print(settings.path) -- wrong
