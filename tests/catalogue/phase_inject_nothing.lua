-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.inject: nothing to do: give error, retval, delay_enter, delay_exit or signal
zp.inject("openat", { path = "/etc/*" }) -- wrong
