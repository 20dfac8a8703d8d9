#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline trace where its file may not grow (ulimit -f): the program runs to its end
# with its own status, and it is told that lines were lost.
# shellcheck disable=SC2016 # for the shell
. "$(dirname "$0")/cli.sh"

cat >calls.py <<'PY'
import os, sys
for i in range(int(sys.argv[1])): os.getppid()
sys.exit(7)
PY
# limited KIB OPTION... COMMAND: the trace is cut at so many KiB
limited() {
	kib=$1
	shift
	rm -f log
	run env bash -c 'ulimit -f "$0" && exec "$@"' "$kib" "$ZPOLINE" trace -o log "$@"
	expect_status 7
	[ "$(wc -c <log)" -eq $((kib * 1024)) ] || fail "log of $(wc -c <log) bytes"
}
command -v bash >/dev/null || skip "no bash: its ulimit -f is in KiB"

# the command writes it
limited 23000 "$PYTHON" -S calls.py 700000
find_err 'lines of the trace were lost: File too large'
# so it does with counts, and with lines beside them
for count in 'trace -c' 'trace -C' top; do
	# shellcheck disable=SC2086 # a command and its option
	zpoline $count -o /dev/full "$PYTHON" -S calls.py 10
	expect_status 7
	find_err '/dev/full: not all .* could be written'
done
# the program does: there is no room for the memory between them
limited 8 "$PYTHON" -S calls.py 1000
find_err 'ulimit -f'
