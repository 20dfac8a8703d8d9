-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: io\.popen
io.popen "ls" -- wrong
