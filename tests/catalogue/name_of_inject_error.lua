-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.inject: error is the name of an error, like 'EIO', or its number, not 'EOI'
zp.inject("openat", { error = "EOI" }) -- wrong
