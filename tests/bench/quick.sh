#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The benchmark measures each task that the machine has the programs for, another
# interposer beside ours, and writes its document and picture.
. "$(dirname "$0")/../lib.sh"
needs_sud
needs lua5.4

run lua5.4 "$here/bench.lua" "$TEST_LIB" "$BENCH_PROGRAMS" --quick \
	--peer other='OTHER=1 THING=2' --document "$tmp" --save "$tmp/saved"
expect_status 0
mv out first

# Each row of figures is whole, and each task has some or is left out.
n=$(grep -cE '^  .* +[0-9.]+ +[0-9.]+ +[0-9.]+ +[+-][0-9.]+ +[0-9.]+$' first)
[ "$n" -eq "$(grep -c '^  .*[0-9]$' first)" ] || fail "rows without figures"
[ "$n" -gt 90 ] || fail "only $n rows"
for task in 'getpid() by each way' 'syscall() by each way' 'read of 1 byte' \
	'at the exec: dynamic, glibc' 'at the exec: static' 'at the exec: dynamic, musl' \
	'at the exec: Go' \
	'access(path)' clock_gettime 'getpid, by numbers' 'getpid, by hooks' \
	'getpid in threads' 'start of /bin/true' 'start of /usr/bin/python3' \
	'start of a static program' 'wait of a static program' 'wait of /bin/true' \
	'Rss of' 'Anonymous memory, by threads' 'Anonymous memory, by calls' \
	redis-benchmark 'nginx and wrk' sqlite3 'tar of' 'tools: dd, processor' \
	'tools: open, fstat' 'python3 -S' 'tools: getpid in threads' \
	'tools: date' 'tools: chown'; do
	grep -qF "$task" first || fail "nothing about $task"
done
[ "$(grep -c '^  other ' first)" -ge 4 ] || fail "no peer"

# The document has the targets, the growth and the tables.
grep -q '^| unhooked call, with SUD | +9 ns | [+-].* | [+-]' benchmarks.md ||
	fail "no target in the document"
grep -q '^- 400 hooked numbers instead of one: ' benchmarks.md ||
	fail "no growth in the document"
[ "$(grep -c '^### ' benchmarks.md)" -ge 15 ] || fail "tables are missing"
"$PYTHON" -c 'import sys, xml.dom.minidom
xml.dom.minidom.parse(sys.argv[1])' benchmarks.svg || fail "no picture"

# The same again from figures that were kept.
mkdir again
run lua5.4 "$here/bench.lua" "$TEST_LIB" "$BENCH_PROGRAMS" \
	--from "$tmp/saved" --document "$tmp/again"
expect_status 0
for file in benchmarks.md benchmarks.svg; do
	cmp $file again/$file || fail "another $file from the same figures"
done

# A wrong result ends it.
run lua5.4 "$here/bench.lua" "$TEST_LIB" "$BENCH_PROGRAMS" --quick --only ways \
	--peer liar="LD_PRELOAD=$TEST_LIB ZPOLINE_SCRIPT=$here/scripts/liar.lua"
expect_status 1
find_err 'liar.lua.*failed'
