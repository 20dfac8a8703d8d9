-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Logs the exit of each process.
zp.on("exit", function() zp.log("exit of %d", zp.pid()) end)
