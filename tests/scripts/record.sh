#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/record.lua and replay.lua: files, dates and random bytes come again.
. "$(dirname "$0")/../cli/cli.sh"

cat >program.sh <<'SH'
date +%N
head -c 4 /dev/urandom | od -An -tx1
head -n 1 input
"$PYTHON" -c 'import os, time; print(time.time_ns(), os.urandom(4).hex(), open("input").read())'
SH
echo one >input
zpoline run -s record -a to=tape -o log -- env PYTHONHASHSEED=0 sh program.sh
expect_status 0
mv out recorded
echo two >input
zpoline run -s replay -a from=tape -o log -- env PYTHONHASHSEED=0 sh program.sh
expect_status 0
cmp recorded out || fail "it is not the same"
[ ! -s log ] || fail "something in the log"
zpoline run -s replay -a from=tape -o log -- sh -c 'head -n 1 input; head -n 1 program.sh'
expect_status 1
find_log 'fx.replay: thread .* is not in the recording'
[ "$(wc -l <log)" -eq 1 ] || fail "not one message"

zpoline run -s record -- true
expect_status 125
find_err 'record: no file to write to. Remedy'
zpoline run -s replay -- true
expect_status 125
find_err 'replay: no recording. Remedy'
zpoline run -s replay -a from=input -- true
expect_status 125
find_err 'input is not a recording'
