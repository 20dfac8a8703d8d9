-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Test fixtures: a program finds files, errors, times and random bytes that the test
-- has laid out, and what it does is compared with what is expected. Written with zp
-- alone; each group has a file of its own in fixture/.

local clock = require "zpoline.fixture.clock"
local disk = require "zpoline.fixture.disk"
local expect = require "zpoline.fixture.expect"
local faults = require "zpoline.fixture.faults"
local net = require "zpoline.fixture.net"
local paths = require "zpoline.fixture.paths"
local random = require "zpoline.fixture.random"
local record = require "zpoline.fixture.record"

return {
  clock = clock.clock,
  deny = faults.deny,
  disk_full = disk.disk_full,
  eintr = faults.eintr,
  expect = expect.expect,
  fail = faults.fail,
  file = paths.file,
  net = net.net,
  random = random.random,
  record = record.record,
  redirect = paths.redirect,
  replay = record.replay,
  report = expect.report,
  short = faults.short,
}
