#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: sqlite3
exec sqlite3 base <<'END'
pragma journal_mode = wal;
create table t (n integer primary key, word text);
with recursive c (n) as (select 1 union all select n + 1 from c where n < 5000)
insert into t select n, 'word ' || n from c;
create index i on t (word);
begin; delete from t where n % 3 = 0; rollback;
delete from t where n % 2 = 0;
select count(*), sum(n), min(word), max(word) from t;
pragma journal_mode = delete;
pragma integrity_check;
vacuum;
select * from missing;
END
