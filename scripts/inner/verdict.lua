-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Part of zpoline test: whatever else a script asks for, there is a verdict.

require "zpoline.fixture"
