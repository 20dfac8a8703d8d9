-- SPDX-License-Identifier: MIT OR Apache-2.0
-- A line of text for each read.
zp.trace("read")
