#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: sqlite3
# A hundred thousand rows, indexes, a write-ahead log, two writers.
sqlite3 base <<'SQL'
PRAGMA journal_mode = WAL;
CREATE TABLE t (id INTEGER PRIMARY KEY, word TEXT, n REAL);
WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 100000)
INSERT INTO t SELECT i, printf('%08x', i * 2654435761 % 4294967296), i / 7.0 FROM c;
CREATE INDEX by_word ON t (word);
SELECT count(*), min(word), max(word), round(sum(n), 3) FROM t;
DELETE FROM t WHERE id % 3 = 0;
VACUUM;
PRAGMA integrity_check;
SQL
write() {
	i=0
	while [ $i -lt 100 ]; do
		echo "INSERT INTO t (word, n) VALUES ('$1', $i);"
		i=$((i + 1))
	done | sqlite3 -cmd '.timeout 60000' base
}
write a & write b & wait
sqlite3 base "SELECT word, count(*), sum(n) FROM t WHERE word IN ('a', 'b') GROUP BY word"
sqlite3 base .dump | sed '/INSERT/d'
sqlite3 base "PRAGMA wal_checkpoint(TRUNCATE)" "SELECT count(*) FROM t"
