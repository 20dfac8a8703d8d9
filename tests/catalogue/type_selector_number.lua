-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: system call number -1 is out of range
zp.hook(-1, print) -- wrong
