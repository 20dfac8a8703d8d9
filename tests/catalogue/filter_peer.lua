-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.hook: filter 'peer': '300\.1\.1\.1:80' can match nothing: 300\.1\.1\.1 is not an address
zp.hook("connect", { peer = "300.1.1.1:80" }, print) -- wrong
