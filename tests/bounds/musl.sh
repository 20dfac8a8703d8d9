#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# musl has no unwind tables: its functions are known by symbols.
. "$(dirname "$0")/compare.sh"
needs musl-gcc
libc=
for libc in /lib/*-linux-musl/libc.so /lib/ld-musl-x86_64.so.1; do
	[ ! -f "$libc" ] || break
done
compare "$libc" symbols 70
cat >"$tmp/program.c" <<'END'
#include <unistd.h>
int main(void) { return getppid() < 0; }
END
musl-gcc -O2 -static -o "$tmp/static" "$tmp/program.c" || skip "musl-gcc -static fails"
compare "$tmp/static" symbols 80
# Without symbols nothing is known, and nothing is rewritten.
cp "$tmp/static" "$tmp/stripped"
strip "$tmp/stripped"
compare "$tmp/stripped" symbols 0 "$tmp/static"
[ "$jumps" -eq 0 ] || fail "a jump in a program without symbols"
exit 0
