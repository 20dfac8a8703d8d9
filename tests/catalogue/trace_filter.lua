-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.trace: 'fds' is an option: these come third
zp.trace("read", { fds = true }) -- wrong
