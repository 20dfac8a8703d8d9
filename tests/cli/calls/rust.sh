#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# varies: futex mmap munmap madvise
# prepare
# A thread's stack may come where the next one's was.
if [ "${1-}" = prepare ]; then
	"$RUSTC" -O -o dynamic program.rs &&
		"$RUSTC" -O -C target-feature=+crt-static -o static program.rs
	# where the standard library for musl is installed
	"$RUSTC" -O --target x86_64-unknown-linux-musl -o musl program.rs 2>/dev/null
	exec ./static
fi
for program in ./dynamic ./static ./musl; do
	[ ! -x "$program" ] || "$program"
done
