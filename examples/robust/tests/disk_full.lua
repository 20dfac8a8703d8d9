-- SPDX-License-Identifier: MIT OR Apache-2.0
-- The disk is full in the middle of the new file: "a new" fits, " text" does not.
local fx = require "zpoline.fixture"

fx.disk_full(5, { path = "*/notes.new" })
fx.expect("write", { count = 10, times = 1 })
fx.expect("write", { count = 5, times = 1 }) -- the rest is tried, and fails
fx.expect({ "unlink", "unlinkat" }, { path = "*/notes.new", ret = 0, times = 1 })
fx.expect({ "rename", "renameat", "renameat2" }, { times = 0 })
