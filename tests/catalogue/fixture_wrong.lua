-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: fx\.short: max is an integer from 1 on, not 0
local fx = require "zpoline.fixture"
fx.short("read", 0) -- wrong
