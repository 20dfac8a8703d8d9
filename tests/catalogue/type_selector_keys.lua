-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: the list of system calls is empty
zp.hook({ name = "openat" }, print) -- wrong
