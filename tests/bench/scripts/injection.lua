-- SPDX-License-Identifier: MIT OR Apache-2.0
-- An injection that answers reads of one byte.
zp.inject("read", { count = 1, retval = 1 })
