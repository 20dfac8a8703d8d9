-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: an error that is not text but a table value
error { code = 3 } -- wrong
