#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
#
# macro.sh redis|nginx|sqlite|tar SIZE WORDS...: run that program with WORDS in
# front of it (env with variables, a tracer), see that it has done its work, and
# print how long it took for one piece of it: a request or an insert in us, an
# archive in ms. SIZE is the number of requests or inserts, the seconds for
# nginx, and the folder for tar. BENCH_CLIENT stands in front of the
# programs that make the load, which are as they are.
set -eu

what=$1 size=$2
shift 2
tmp=$(mktemp -d "${TMPDIR:-/dev/shm}/bench.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
port=$((10000 + $$ % 20000))
PATH=$PATH:/usr/sbin
export PATH

fail() {
	echo "macro.sh $what: $*" >&2
	[ ! -s "$tmp/log" ] || tail -n 5 "$tmp/log" >&2
	exit 1
}

# Until the command succeeds, or for ten seconds.
wait_for() {
	tries=0
	until "$@" >/dev/null 2>&1; do
		tries=$((tries + 1))
		[ $tries -lt 500 ] || fail "does not start"
		sleep 0.02
	done
}

client() {
	# shellcheck disable=SC2086 # words of a command
	${BENCH_CLIENT-} "$@"
}

per_request() {
	awk -v rps="$1" 'BEGIN { if (rps <= 0) exit 1; printf "%.3f\n", 1e6 / rps }'
}

# timed DIVISOR COMMAND...: in ns by that.
timed() {
	divisor=$1
	shift
	start=$(date +%s%N)
	"$@" >"$tmp/log" 2>&1 || fail "failed"
	end=$(date +%s%N)
	awk -v ns=$((end - start)) -v by="$divisor" \
		'BEGIN { printf "%.3f\n", ns / by }'
}

redis() {
	"$@" redis-server --port "$port" --bind 127.0.0.1 --save '' \
		--appendonly no --dir "$tmp" >"$tmp/log" 2>&1 &
	wait_for redis-cli -p "$port" ping
	redis-cli -p "$port" set marked 4711 >/dev/null
	rps=$(client redis-benchmark -p "$port" -t get -n "$size" -c 20 --csv |
		awk -F'"' '$2 == "GET" { print $4 }')
	[ "$(redis-cli -p "$port" get marked)" = 4711 ] || fail "forgets"
	redis-cli -p "$port" shutdown nosave >/dev/null 2>&1 || :
	wait
	per_request "$rps"
}

nginx_listens() {
	[ -s "$tmp/pid" ]
}

nginx() {
	mkdir "$tmp/html"
	head -c 1024 /dev/zero >"$tmp/html/page"
	cat >"$tmp/conf" <<-EOF
		daemon off;
		master_process off;
		pid $tmp/pid;
		error_log $tmp/log;
		events { }
		http {
			access_log off;
			client_body_temp_path $tmp/body;
			proxy_temp_path $tmp/proxy;
			fastcgi_temp_path $tmp/fastcgi;
			uwsgi_temp_path $tmp/uwsgi;
			scgi_temp_path $tmp/scgi;
			keepalive_requests 1000000000;
			server {
				listen 127.0.0.1:$port;
				root $tmp/html;
			}
		}
	EOF
	"$@" nginx -e "$tmp/log" -c "$tmp/conf" >/dev/null 2>&1 &
	wait_for nginx_listens
	client wrk -t 1 -c 16 -d "${size}s" "http://127.0.0.1:$port/page" \
		>"$tmp/wrk"
	kill -QUIT "$(cat "$tmp/pid")"
	wait
	! grep -qE 'Socket errors|Non-2xx' "$tmp/wrk" || fail "$(cat "$tmp/wrk")"
	per_request "$(awk '/^Requests\/sec/ { print $2 }' "$tmp/wrk")"
}

sqlite() {
	awk -v n="$size" 'BEGIN {
		print "PRAGMA synchronous = OFF;"
		print "CREATE TABLE t(id INTEGER PRIMARY KEY, word TEXT);"
		for (i = 1; i <= n; i++)
			printf "INSERT INTO t VALUES(%d, \"word %d\");\n", i, i
	}' >"$tmp/sql"
	timed "$((size * 1000))" "$@" sqlite3 -batch "$tmp/db" ".read $tmp/sql"
	n=$(sqlite3 "$tmp/db" 'SELECT count(*) FROM t')
	[ "$n" -eq "$size" ] || fail "$n rows, not $size"
}

archive() {
	timed 1000000 "$@" tar cf "$tmp/tar" -C "$size" .
	n=$(tar tf "$tmp/tar" | wc -l)
	files=$(find "$size" | wc -l)
	[ "$n" -eq "$files" ] || fail "$n files, not $files"
}

case $what in
redis | nginx | sqlite) "$what" "$@" ;;
tar) archive "$@" ;;
*) fail "unknown" ;;
esac
