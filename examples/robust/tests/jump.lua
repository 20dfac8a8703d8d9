-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Somebody sets the clock: whenever the program waits, an hour is gone.
local fx = require "zpoline.fixture"
local clock = fx.clock {}

zp.hook({ "nanosleep", "clock_nanosleep" }, function() clock:jump(3600) end)
fx.expect({ "nanosleep", "clock_nanosleep" }, { times = ">=2" })
