#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: redis-server redis-benchmark redis-cli
# The server under load, with children that save, started again.
start() {
	redis-server --port 0 --unixsocket "$PWD/s" --save '' --appendonly yes \
		--io-threads 2 --daemonize no >server.log 2>&1 &
	server=$!
	i=0
	until redis-cli -s s ping >/dev/null 2>&1 || [ $i -gt 100 ]; do
		i=$((i + 1))
		sleep 0.1
	done
}
ask() {
	redis-cli -s s "$@"
}
start
redis-benchmark -s s -q -n 20000 -c 20 -P 4 -t set,get,incr,lpush,lpop,sadd,zadd,mset |
	tr '\r' '\n' | sed -n 's/: [0-9.]* requests per second.*//p'
redis-benchmark -s s -q -n 2000 -t set -r 10000 --threads 2 |
	tr '\r' '\n' | sed -n 's/: [0-9.]* requests per second.*//p'
ask flushall
ask eval 'for i = 1, 10000 do redis.call("set", "k" .. i, i) end return "done"' 0
ask bgsave
i=0
until ask info persistence | grep -q rdb_bgsave_in_progress:0 || [ $i -gt 100 ]; do
	i=$((i + 1))
	sleep 0.1
done
ask info persistence | tr -d '\r' | grep rdb_last_bgsave_status
ask bgrewriteaof
i=0
until ask info persistence | grep -q aof_rewrite_in_progress:0 || [ $i -gt 100 ]; do
	i=$((i + 1))
	sleep 0.1
done
ask info persistence | tr -d '\r' | grep -E 'aof_last_(bgrewrite|write)_status'
ask dbsize
ask shutdown
wait $server 2>/dev/null
echo "ended with $?"
start
ask dbsize
ask get k777
ask config set maxmemory 1mb
ask debug sleep 0
kill -TERM $server
wait $server 2>/dev/null
echo "ended with $?"
grep -iE 'crash|assert|bug report' server.log || echo 'no complaint'
