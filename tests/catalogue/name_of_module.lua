-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: module 'socket' not found: only modules written in Lua can be loaded: C modules
require "socket" -- wrong
