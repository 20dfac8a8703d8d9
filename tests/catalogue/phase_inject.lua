-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.inject: when is first\[\.\.last\]\[\+step\], from 1 on
zp.inject("openat", { error = "EIO", when = "third" }) -- wrong
