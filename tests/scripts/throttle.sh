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
