#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: setpriv pg_config psql
# A cluster made, loaded and stopped, as the user that it insists on. The
# capability stays, since the engine zpoline may not map address 0 without.
bin=$(pg_config --bindir)
if ! id postgres >/dev/null 2>&1 || [ ! -x "$bin/initdb" ]; then
	echo "no postgres"
	exit 0
fi
# not below the working directory, which is root's alone
dir=$(TMPDIR=/tmp mktemp -d) || exit
chown postgres "$dir" || exit
trap 'rm -rf "$dir"' EXIT
as() {
	(cd "$dir" && HOME=$dir setpriv --reuid=postgres --regid=postgres --clear-groups \
		--inh-caps=+sys_rawio --ambient-caps=+sys_rawio "$@")
}
as "$bin/initdb" -D "$dir/data" -A trust --no-sync >init.log 2>&1 || { tail -n 20 init.log; exit 1; }
as "$bin/pg_ctl" -D "$dir/data" -w -t 60 -l "$dir/log" \
	-o "-k $dir -c listen_addresses= -c max_parallel_workers_per_gather=2 -c fsync=off" start >start.log 2>&1 ||
	{ tail -n 20 start.log "$dir/log"; exit 1; }
sql() {
	psql -h "$dir" -U postgres -qAtX "$@"
}
as "$bin/pgbench" -h "$dir" -i -q -s 2 postgres >load.log 2>&1; echo "loaded: $?"
as "$bin/pgbench" -h "$dir" -c 8 -j 2 -t 200 postgres 2>/dev/null | grep -E 'processed|failed'
sql -c 'select count(*), sum(aid) from pgbench_accounts' -c 'select count(*) from pgbench_history' postgres
sql -c 'set min_parallel_table_scan_size = 0; set parallel_setup_cost = 0; set parallel_tuple_cost = 0;
	select count(*), sum(sqrt(aid)::int) from pgbench_accounts where aid % 3 = 1' postgres
sql -c 'create table t as select i, md5(i::text) m from generate_series(1, 50000) i; create index on t (m)' \
	-c 'vacuum analyze t' -c 'select count(*), min(m) from t' postgres
sql -c 'select pg_terminate_backend(pg_backend_pid())' postgres >/dev/null 2>&1; echo "terminated: $?"
as "$bin/pg_ctl" -D "$dir/data" -m fast -w stop >stop.log 2>&1; echo "stopped: $?"
grep -E 'PANIC|terminated by signal|crash' "$dir/log" || echo 'no complaint'
