-- SPDX-License-Identifier: MIT OR Apache-2.0
-- An injection whose filter lets no call pass.
zp.inject("read", { fd = 99, error = "EIO" })
