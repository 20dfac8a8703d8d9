-- SPDX-License-Identifier: MIT OR Apache-2.0
zp.on("exit", function() zp.log("exit of %d", zp.pid()) end)
