# shellcheck shell=sh
# SPDX-License-Identifier: MIT OR Apache-2.0
#
# Sourced by the tests of the command, in place of lib.sh, which it brings along:
#
#   zpoline ARGUMENT...   run it; files out and err, and $status, as of native
#
# Its own log is standard error, or what the test says. Some compare what is traced with
# what strace sees of the same command:
#
#   needs_strace          skip the test if strace may not trace here
#   same_calls CMD...     each call as often, from the first instruction on, but for those
#                         in $varies, which natively differ from run to run
#   same_sets CMD...      the same calls, however often; files opened, and programs executed
#   same_lines CMD...     the same lines, but for addresses, of one process

. "$(dirname "$0")/../lib.sh"

ZPOLINE=$build/zpoline
[ -x "$ZPOLINE" ] || skip "the command is not built"

zpoline() {
	run "$ZPOLINE" "$@"
}

# The command, its library and its scripts where another user can read them.
command_for_all() {
	mkdir "$tmp/for_all" "$tmp/for_all/share"
	cp "$ZPOLINE" "$TEST_LIB" "$tmp/for_all"
	mkdir "$tmp/for_all/share/zpoline"
	cp -r "$root/scripts" "$tmp/for_all/share/zpoline/scripts"
	chmod -R a+rX "$tmp"
	chmod a+rwx "$tmp"
	ZPOLINE=$tmp/for_all/zpoline
}

# unprivileged: run what follows as a user without rights.
unprivileged() {
	[ "$(id -u)" -eq 0 ] || return 0
	needs setpriv
	# shellcheck disable=SC2034 # run() of lib.sh begins with it
	as='setpriv --reuid=65534 --regid=65534 --clear-groups'
}

# --- beside strace -----------------------------------------------------------------

needs_strace() {
	needs strace
	strace -o /dev/null true 2>/dev/null || skip "strace may not trace here"
}

# calls_of FILE: its lines of calls, without the process, and without those that the vDSO
# answers, which strace cannot see.
calls_of() {
	sed -E '/^[0-9]+ +(---|\+\+\+|<\.\.\.)/d; s/^[0-9]+ +//' "$1" |
		grep -vE '^clock_get(time|res)\(CLOCK_(REALTIME|MONOTONIC|BOOTTIME|TAI)|^(gettimeofday|time|getcpu)\('
}

# without_maps FILE: without the reads of /proc/self/maps, which has lines of the library's.
without_maps() {
	awk '{
		call = $0
		sub(/^[0-9]+ +/, "", call)
	}
	call ~ /^openat\(AT_FDCWD, "\/proc\/self\/maps"/ { maps[$1] = "read(" $NF "," }
	$1 in maps && index(call, maps[$1]) == 1 { next }
	call ~ /^close\(/ { delete maps[$1] }
	{ print }' "$1"
}

# numbers FILE: how often each call is there.
varies=
numbers() {
	without_maps "$1" >"$1.calls"
	calls_of "$1.calls" | sed 's/(.*//' | grep -vxE "${varies:-none}" | sort | uniq -c
}

# both COMMAND...: strace -f and zpoline trace, in the files theirs and ours. Output and
# exit status are the same.
both() {
	timeout 60 strace -f -o "$tmp/theirs" "$@" >"$tmp/out.theirs" 2>"$tmp/err.theirs" </dev/null
	theirs=$?
	zpoline trace -o "$tmp/ours" -- "$@"
	expect_status "$theirs"
	cmp -s "$tmp/out" "$tmp/out.theirs" || fail "$*: what it prints"
	cmp -s "$tmp/err" "$tmp/err.theirs" || fail "$*: what it prints"
}

same_calls() {
	both "$@"
	numbers "$tmp/theirs" >"$tmp/numbers.theirs"
	numbers "$tmp/ours" >"$tmp/numbers.ours"
	diff "$tmp/numbers.theirs" "$tmp/numbers.ours" || fail "$*: calls (< strace)"
	[ "$(wc -l <"$tmp/numbers.ours")" -ge 5 ] || fail "$*: hardly any calls"
}

# sets FILE: which calls there are, which files are opened; how often which program starts.
sets() {
	numbers "$1" | sed 's/^ *[0-9]* /call /'
	calls_of "$1" | sed -nE 's/^open(at)?\([^"]*"([^"]*)".*/file \2/p' |
		sed -E 's/[0-9]+/N/g' | sort -u
	awk '$2 ~ /^execve\(/ { program[$1] = $2 }
		/ (execve\(|<... execve resumed>).* = 0$/ { print "exec", program[$1] }' "$1" |
		sort | uniq -c
}

same_sets() {
	both "$@"
	sets "$tmp/theirs" >"$tmp/sets.theirs"
	sets "$tmp/ours" >"$tmp/sets.ours"
	diff "$tmp/sets.theirs" "$tmp/sets.ours" || fail "$*: calls, files, programs (< strace)"
}

# lines_of FILE: without what differs from run to run: addresses, numbers of processes,
# random bytes, the column of results.
lines_of() {
	read -r pid _ <"$1"
	without_maps "$1" >"$1.calls"
	calls_of "$1.calls" | sed -E -e "s/\\<$pid\\>/PROCESS/g" -e 's/ +(= [^=]*)$/ \1/
		s/0x[0-9a-f]+/ADDRESS/g; s/^(getppid\(\)) = .*/\1 = PARENT/
		s/^getrandom\(.*", /getrandom(BYTES, /; s/^sysinfo\(.*\) = /sysinfo(MACHINE) = /'
}

same_lines() {
	both "$@"
	lines_of "$tmp/theirs" >"$tmp/lines.theirs"
	lines_of "$tmp/ours" >"$tmp/lines.ours"
	diff "$tmp/lines.theirs" "$tmp/lines.ours" || fail "$*: lines (< strace)"
	[ "$(wc -l <"$tmp/lines.ours")" -ge 5 ] || fail "$*: hardly any lines"
}
