#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/determinism.lua: a run is like the one before; another seed, another run.
. "$(dirname "$0")/../cli/cli.sh"

once() {
	zpoline run -s determinism -a "$1" -o log -- "$PYTHON" -c '
import os, random, time
print(os.urandom(20).hex(), random.random(), hash("text"), len(set(os.urandom(4096))) > 250)
a = time.time(); print(a, time.time() > a, time.gmtime().tm_year)'
	expect_status 0
	[ ! -s log ] || fail "something fails: $(cat log)"
}

once seed=5
find_out ' True$'
find_out ' True 2020$'
cp out first
once seed=5
cmp -s out first || fail "the second run is another"
once seed=6
! cmp -s out first || fail "another seed, the same run"
once 'seed=5 at=1995-06-01'
find_out ' True 1995$'
