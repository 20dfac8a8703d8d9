-- SPDX-License-Identifier: MIT OR Apache-2.0
-- A signal comes whenever it can. Check itself does not expect one: its own calls,
-- of other sizes, are let alone.
local fx = require "zpoline.fixture"

fx.eintr("read", 2, { count = 255 })
fx.eintr("write", 2, { count = 3 })
fx.eintr("fsync", 2)
fx.expect("fsync", { times = 2 })
