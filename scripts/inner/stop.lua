-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stop: for zpoline check. The last script: those before it have loaded, and the
-- program does not start.

error("every script has loaded", 0)
