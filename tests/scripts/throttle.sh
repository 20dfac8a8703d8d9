#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/throttle.lua: as slow as asked, and only what is meant.
. "$(dirname "$0")/../cli/cli.sh"

# 300 KiB at 1 MiB a second, written to a file and read from it
passed() {
	from=$(date +%s%N)
	zpoline run -s throttle -a "$1" -o log -- dd if=/dev/zero of=file bs=10K count=30 status=none
	expect_status 0
	ms=$((($(date +%s%N) - from) / 1000000))
}
passed 'rate=1M on=files'
[ "$ms" -ge 290 ] || fail "only $ms ms for 300 KiB at 1 MiB a second"
[ "$(wc -c <file)" -eq 307200 ] || fail "bytes are lost"
passed 'rate=1K on=files write=no'
[ "$ms" -lt 5000 ] || fail "writes were slowed down"
passed 'rate=1K'
[ "$ms" -lt 5000 ] || fail "files were slowed down"
zpoline run -s throttle -o log -- true
expect_status 125
find_err 'Remedy: -a rate=100K'

# all calls that move bytes, and one rate for all processes: in a child, in a program that
# is exec'd, and when the first process has ended
head -c 30000 /dev/zero >source
from=$(date +%s%N)
# shellcheck disable=SC2016 # the inner shell's
zpoline run -s throttle -a 'rate=0.1M on=files' -o log -- sh -c '
	cp source one & one=$!
	(exec cp source two) & two=$!
	env -i cp source three; wait $one $two'
expect_status 0
ms=$((($(date +%s%N) - from) / 1000000))
[ "$ms" -ge 850 ] || fail "only $ms ms for three times 30000 bytes at 100 KiB a second"
cmp source three || fail "bytes are lost"
for file in "$tmp"/zpoline-run.*; do
	[ ! -e "$file" ] || fail "left: $file"
done
