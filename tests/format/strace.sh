#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
#
# The lines of scripts/trace.lua and those of strace, of one and the same run:
# the share that is identical, by program. At least 97 % of all must be; the
# others are printed, for what differs must not mislead.
. "$(dirname "$0")/../lib.sh"
needs strace lua5.4
script=$root/scripts/trace.lua
floor=97

strace -o trace true 2>err || skip "no ptrace here"

lines=0
same=0
options=
words=

# compare NAME COMMAND...: trace it, add what the judge finds. $options are
# strace's, $words the script's.
compare() {
	name=$1
	shift
	mkdir "$tmp/$name" && cd "$tmp/$name" || exit 1
	# shellcheck disable=SC2086 # a list of words
	run strace $options -ff -a 1 -o "$tmp/$name.trace" env LD_PRELOAD="$TEST_LIB" \
		ZPOLINE_SCRIPT="$script" ZPOLINE_ARGS="$words" ZPOLINE_LOG="$log" "$@"
	expect_status 0
	cd "$tmp" || exit 1
	lua5.4 "$here/judge.lua" "$log" "$name".trace.* >judged ||
		fail "no judgement of $name"
	read -r found equal <<-EOF
		$(tail -n 1 judged)
	EOF
	[ "$found" -gt 0 ] || fail "no line of $name was found"
	echo "$name: $equal of $found lines"
	sed '$d' judged | cut -c 1-300 | head -n 40
	lines=$((lines + found))
	same=$((same + equal))
	rm -f "$log" "$name".trace.*
}

# program NAME TOOL COMMAND...: the same, if there is such a tool.
program() {
	tool=$2
	command -v "$tool" >/dev/null || return 0
	name=$1
	shift 2
	compare "$name" "$@"
}

compare structs "$TEST_TARGETS/structs"
compare families "$TEST_TARGETS/families"
compare families_net "$TEST_TARGETS/families_net"
compare ls ls -l /
compare cat cat /etc/passwd /proc/self/stat
compare sh sh -c 'ls / | sort | head -n 3; (exit 3); echo a b | tr a b >x
	trap : USR1; kill -USR1 $$; sleep 0.01 & wait; test -r x'
program python python3 "$PYTHON" "$here/sockets.py"
program terminal python3 "$PYTHON" "$here/terminal.py"
# shellcheck disable=SC2016 # for perl
program perl perl perl -MIO::Socket -e 'print `echo x`; sleep 0; utime 1, 2, "x"'
program sqlite sqlite3 sqlite3 db 'create table a(b); insert into a values(1);
	pragma journal_mode = wal; insert into a values(2); select * from a'
# shellcheck disable=SC2016 # for the shell that is started
program git git sh -c 'HOME=$PWD; export HOME; git init -q r && cd r &&
	git config user.email a@b && git config user.name n && echo >f &&
	git add f && git commit -qm x && git log && git status'
program openssl openssl openssl rand -hex 8

words=fds
options=-y
compare structs_paths "$TEST_TARGETS/structs"
compare sh_paths sh -c 'ls / | sort | head -n 3; cat /etc/passwd >x'
program python_paths python3 "$PYTHON" "$here/sockets.py"

share=$((same * 100 / lines))
echo "all: $same of $lines lines, $share %"
[ "$share" -ge "$floor" ] || fail "fewer than $floor %"
