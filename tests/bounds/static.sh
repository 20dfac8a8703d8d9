#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Static glibc programs have unwind entries: with an index if they are static-pie,
# otherwise without one.
. "$(dirname "$0")/compare.sh"
needs gcc strip
cat >"$tmp/program.c" <<'END'
#include <stdio.h>
#include <unistd.h>
int main(void) { return printf("%d\n", getppid()) < 0; }
END
gcc -O2 -static -o "$tmp/static" "$tmp/program.c" || skip "gcc -static fails"
compare "$tmp/static" frames 90
cp "$tmp/static" "$tmp/stripped"
strip "$tmp/stripped"
compare "$tmp/stripped" frames 90 "$tmp/static"
gcc -O2 -static-pie -o "$tmp/pie" "$tmp/program.c" || skip "gcc -static-pie fails"
compare "$tmp/pie" index 90
exit 0
