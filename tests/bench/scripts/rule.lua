-- SPDX-License-Identifier: MIT OR Apache-2.0
zp.inject("read", { fd = 99, error = "EIO" })
