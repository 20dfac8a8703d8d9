-- SPDX-License-Identifier: MIT OR Apache-2.0
-- passes
-- Nothing can be said, and nothing happens to the program.
-- set: ZPOLINE_LOG=/dev/full
zp.hook("openat", function() error "on purpose" end)
