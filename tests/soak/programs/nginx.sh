#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: nginx ab wrk curl
# Two workers under load, a large file by sendfile, a reload, a quiet end.
port=$((20000 + $$ % 10000))
mkdir -p www logs && seq 1 500000 >www/large && echo small >www/index.html
cat >conf <<CONF
worker_processes 2;
daemon off;
user root;
pid $PWD/pid;
error_log $PWD/logs/error notice;
events { worker_connections 256; }
http {
	access_log $PWD/logs/access;
	sendfile on;
	client_body_temp_path $PWD/t1; proxy_temp_path $PWD/t2;
	fastcgi_temp_path $PWD/t3; uwsgi_temp_path $PWD/t4; scgi_temp_path $PWD/t5;
	server {
		listen 127.0.0.1:$port;
		root $PWD/www;
		location /proxied/ { proxy_pass http://127.0.0.1:$port/; }
	}
}
CONF
nginx -p "$PWD" -c "$PWD/conf" -e "$PWD/logs/error" 2>start.log &
server=$!
i=0
until curl -s "http://127.0.0.1:$port/" || [ $i -gt 100 ]; do
	i=$((i + 1))
	sleep 0.1
done
ab -q -n 5000 -c 20 "http://127.0.0.1:$port/" 2>&1 |
	grep -E '^(Complete|Failed|Non-2xx|Document Length)'
ab -q -k -n 5000 -c 20 "http://127.0.0.1:$port/proxied/" 2>&1 |
	grep -E '^(Complete|Failed|Non-2xx|Document Length)'
wrk -t2 -c10 -d2s "http://127.0.0.1:$port/" | grep -E 'errors|Non-2xx'
curl -s "http://127.0.0.1:$port/large" | sha256sum
curl -s "http://127.0.0.1:$port/proxied/large" | sha256sum
curl -s -o /dev/null -w '%{http_code}\n' "http://127.0.0.1:$port/missing"
kill -HUP $server
sleep 0.5
ab -q -n 1000 -c 5 "http://127.0.0.1:$port/" 2>&1 | grep -E '^(Complete|Failed)'
kill -QUIT $server
wait $server 2>/dev/null
echo "ended with $?"
grep -E '\[(alert|crit|emerg)\]' logs/error || echo 'no complaint'
