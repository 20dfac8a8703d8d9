-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Nobody is there.
local fx = require "zpoline.fixture"

fx.net { refuse = 9 }
fx.expect("connect", { times = 3 })
fx.expect({ "nanosleep", "clock_nanosleep" }, { times = 2 })
