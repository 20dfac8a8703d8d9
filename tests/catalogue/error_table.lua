-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: an error that is not text but a table value
-- also: stack traceback
zp.hook("openat", function() error { code = 3 } end) -- wrong
