-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.inject: 'openat' has no argument 'errno' to filter by
zp.inject("openat", { errno = "EIO" }) -- wrong
