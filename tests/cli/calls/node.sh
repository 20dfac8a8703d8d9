#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: node
# varies: futex madvise mprotect munmap restart_syscall sched_yield epoll_wait getpid
# sets
exec node -e '
const { Worker } = require("worker_threads");
const { execFileSync } = require("child_process");
const fs = require("fs");
fs.writeFileSync("file", "text");
console.log(fs.readFileSync("file", "utf8"));
fs.unlinkSync("file");
new Worker("process.uptime()", { eval: true });
console.log(execFileSync("echo", ["child"]).toString());
'
