-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: an error that is not text but a nil value
zp.hook("openat", function() error() end) -- wrong
