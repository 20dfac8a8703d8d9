#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: node
# Worker threads, a server and its clients, children, files, the JIT.
cat >run.js <<'JS'
const { Worker, isMainThread, parentPort, workerData } = require("worker_threads");
const { execFileSync, spawn, fork } = require("child_process");
const crypto = require("crypto"), fs = require("fs"), http = require("http");
const zlib = require("zlib");
function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
if (!isMainThread) {
  parentPort.postMessage([workerData, fib(20 + workerData)]);
} else if (process.argv[2] === "child") {
  process.on("message", (m) => { process.send(m * 2); process.disconnect(); });
} else {
  main();
}
function worker(n) {
  return new Promise((ok, no) => {
    const w = new Worker(__filename, { workerData: n });
    w.on("message", ok); w.on("error", no);
  });
}
function get(port, i) {
  return new Promise((ok, no) => http.get({ port, path: "/" + i }, (r) => {
    let s = ""; r.on("data", (d) => s += d); r.on("end", () => ok(s));
  }).on("error", no));
}
async function main() {
  console.log(await Promise.all([0, 1, 2, 3, 4, 5].map(worker)));
  const server = http.createServer((q, r) => r.end("you asked for " + q.url));
  await new Promise((ok) => server.listen(0, "127.0.0.1", ok));
  const answers = [];
  for (let i = 0; i < 20; i++)
    answers.push(...await Promise.all([...Array(20).keys()].map((k) => get(server.address().port, i * 20 + k))));
  server.close();
  console.log(answers.length, crypto.createHash("sha256").update(answers.join()).digest("hex"));
  for (let i = 0; i < 20; i++) if (execFileSync("echo", [i]).toString() != i + "\n") console.log("wrong", i);
  const c = fork(__filename, ["child"]);
  console.log("ipc", await new Promise((ok) => { c.on("message", ok); c.send(21); }));
  const s = spawn("sh", ["-c", "cat; exit 3"]);
  s.stdin.end("through a pipe"); s.stdout.on("data", (d) => console.log(d.toString()));
  console.log("status", await new Promise((ok) => s.on("close", ok)));
  const big = crypto.createHash("sha512").update("x").digest("hex").repeat(10000);
  console.log(zlib.gunzipSync(zlib.gzipSync(big)).toString() === big);
  await Promise.all([...Array(50).keys()].map((i) => fs.promises.writeFile("f" + i, "" + i)));
  console.log(fs.readdirSync(".").length, fib(27));
  console.log(crypto.pbkdf2Sync("a", "b", 20000, 32, "sha256").toString("hex"));
  process.on("SIGUSR2", () => { console.log("signal"); process.exit(4); });
  process.kill(process.pid, "SIGUSR2");
  setTimeout(() => {}, 5000);
}
JS
node run.js
echo "ended with $?"
