-- SPDX-License-Identifier: MIT OR Apache-2.0
zp.inject("read", { count = 1, retval = 1 })
