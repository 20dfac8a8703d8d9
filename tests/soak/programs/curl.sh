#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: curl /usr/bin/python3
# A local server: transfers in parallel, resumed, posted, refused.
port=$((26000 + $$ % 6000))
seq 1 300000 >large
i=0
while [ $i -lt 20 ]; do
	i=$((i + 1))
	echo "file $i" >f$i
done
/usr/bin/python3 -c '
import http.server, sys
class H(http.server.SimpleHTTPRequestHandler):
    def do_POST(self):
        n = int(self.headers["Content-Length"])
        body = self.rfile.read(n)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"%d bytes\n" % len(body))
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), H).serve_forever()' $port 2>/dev/null &
server=$!
url=http://127.0.0.1:$port
curl -s --retry 50 --retry-connrefused --retry-delay 1 "$url/f1"
curl -s "$url/large" | sha256sum
curl -s -Z --parallel-max 8 "$url/f[1-20]" -o 'got#1' 2>/dev/null && cat got* | sort | sha256sum
curl -s --data-binary @large "$url/"
curl -s -F 'part=@f1' "$url/" | wc -l
curl -s -o /dev/null -w '%{http_code} %{size_download}\n' "$url/none"
curl -s --limit-rate 20M "$url/large" | wc -c
curl -s -m 1 http://127.0.0.1:1/; echo $?
curl -s http://no.such.host.invalid/; echo $?
kill $server
wait $server 2>/dev/null
echo "ended with $?"
