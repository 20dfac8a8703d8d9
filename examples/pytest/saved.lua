-- SPDX-License-Identifier: MIT OR Apache-2.0
-- What must be true of a program that saves a file.
local fx = require "zpoline.fixture"
fx.order("on the disk before it has its name", { "write", "fsync", "rename", same = "file" })
