-- SPDX-License-Identifier: MIT OR Apache-2.0
-- The disk does not take what it was given.
local fx = require "zpoline.fixture"

fx.fail("fsync", { error = "EIO" })
fx.expect("fsync", { times = 1 })
fx.expect({ "rename", "renameat", "renameat2" }, { times = 0 })
