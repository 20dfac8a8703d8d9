-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Reads and writes do less than they are asked for.
local fx = require "zpoline.fixture"

fx.short({ "read", "write" }, 5)
fx.expect("write", { times = ">=8" })
