#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The program's exit status, and the signal that ends it, are the command's, in
# place and as a child; signals that are sent to the command reach the program.
. "$(dirname "$0")/cli.sh"

# as COMMAND OPTION...: the same as without it.
as_native() {
	zpoline "$@" sh -c 'exit 7'
	expect_status 7
	zpoline "$@" sh -c 'kill -TERM $$'
	[ "$status" -eq 143 ] || fail "$*: status $status, not that of SIGTERM"
	# not 137 alone: by the signal itself
	"$PYTHON" - "$ZPOLINE" "$@" <<'PY' || fail "$*: not by a signal"
import subprocess, sys
p = subprocess.run(sys.argv[1:] + ["sh", "-c", "kill -KILL $$"],
                   stderr=subprocess.DEVNULL)
sys.exit(p.returncode != -9)
PY
}

as_native run -o log -e '' --
as_native trace -o log
as_native trace -c -o log
as_native trace -C -o log
as_native top -o log

# passed NAME OPTION...: the command gets SIGTERM, the program handles it.
passed() {
	rm -f ready
	# shellcheck disable=SC2016 # for the program's shell
	timeout -k 5 30 "$ZPOLINE" "$@" sh -c \
		'trap "echo caught; exit 5" TERM; : >ready
		while :; do sleep 0.05; done' >out 2>err &
	pid=$!
	n=0
	while [ ! -e ready ] && [ $n -lt 100 ]; do
		sleep 0.1
		n=$((n + 1))
	done
	kill -TERM "$pid"
	wait "$pid"
	status=$?
	expect_status 5
	expect_out caught
}

passed run -o log -e '' --
passed trace -c -o log

# what the program leaves behind is waited for, and counted
zpoline trace -c -o log -e trace=write sh -c '(sleep 0.3; echo late) & exit 3'
expect_status 3
expect_out late
awk '$NF == "write" { n = $4 } END { exit n != 1 }' log || fail "write is not counted"
