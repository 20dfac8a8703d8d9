#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: node
exec node -e '
const { Worker } = require("worker_threads");
const { execFileSync } = require("child_process");
const fs = require("fs");
let sum = 0;
for (let i = 0; i < 1e6; i++) sum = (sum * 31 + i) | 0;
fs.writeFileSync("file", "" + sum);
fs.readFile("file", () => new Worker("process.uptime()", { eval: true }));
execFileSync("true");
setTimeout(() => {}, 5);
'
