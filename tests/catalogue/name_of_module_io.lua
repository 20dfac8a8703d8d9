-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: module 'io' not found: it would use libc inside a system call; use zp\.
require "io" -- wrong
