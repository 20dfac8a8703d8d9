-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: a hook has no 'stop' \(hits, errors, enabled, enable, disable and remove are known\)
local h = zp.hook("openat", print)
h:stop() -- wrong
