#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: chromium python3 setpriv timeout
# differs.zpoline: processes in the sandbox may not map address 0, and say so
# differs.nonet: processes in the sandbox may not map address 0, and say so
# A page with its scripts, a worker and a database, by processes that put themselves
# into namespaces and behind filters of their own. Not root: it has no sandbox then.
dir=$(TMPDIR=/tmp mktemp -d) || exit
chown nobody "$dir" || exit
trap 'rm -rf "$dir"' EXIT
cat >serve.py <<'PY'
# The page, and a picture that is there when the page has done all.
import http.server, threading
done = threading.Event()
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b""
        if self.path == "/page":
            done.clear()
            body = open("page.html", "rb").read()
        elif self.path == "/done?all": done.set()
        elif self.path == "/done": done.wait(90)
        self.send_response(200 if self.path in ("/page", "/done", "/done?all") else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *args): pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
PY
cat >page.html <<'HTML'
<!DOCTYPE html><title>page</title><p id=sum></p><p id=worker></p><p id=canvas></p><p id=store></p>
<img src=/done><script type=module>
const say = (id, text) => { document.getElementById(id).textContent = text }
const event = (of, name) => new Promise(done => { of["on" + name] = done })
let sum = 0
for (let i = 0; i < 2e6; i++) sum = (sum * 31 + i) % 1000003
say("sum", sum)
const code = "onmessage = e => { let n = 0; for (let i = 0; i < e.data; i++) n += i % 7; postMessage(n) }"
const worker = new Worker(URL.createObjectURL(new Blob([code])))
worker.postMessage(100000)
say("worker", (await event(worker, "message")).data)
const canvas = document.createElement("canvas").getContext("2d")
canvas.fillStyle = "rgb(1, 2, 3)"
canvas.fillRect(0, 0, 9, 9)
say("canvas", canvas.getImageData(4, 4, 1, 1).data.join())
const open = indexedDB.open("store")
open.onupgradeneeded = () => open.result.createObjectStore("all")
await event(open, "success")
const all = open.result.transaction("all", "readwrite").objectStore("all")
all.put("kept", 1)
const kept = all.get(1)
await event(kept, "success")
say("store", kept.result)
await fetch("/done?all")
</script>
HTML
python3 serve.py >port &
server=$!
trap 'kill $server; rm -rf "$dir"' EXIT
until [ -s port ]; do sleep 0.1; done
for turn in 1 2; do
	port=$(cat port)
	(cd "$dir" && HOME=$dir timeout -k 5 100 setpriv --reuid=65534 --regid=65534 --clear-groups \
		--inh-caps=-all chromium --headless --disable-gpu --no-first-run --disable-dev-shm-usage \
		--user-data-dir="$dir/data$turn" --dump-dom "http://127.0.0.1:$port/page") 2>/dev/null |
		grep -o '<p id=.*</p>'
done
