-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.hook: filter 'path' can never pass: '!\*' refuses all
zp.hook("openat", { path = { "/etc/*", "!*" } }, print) -- wrong
