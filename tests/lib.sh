# shellcheck shell=sh
# SPDX-License-Identifier: MIT OR Apache-2.0
#
# Sourced by the tests. Each works in a directory of its own, so they run in
# parallel, in any order, and by hand: tests/behaviour/getpid_answered.sh.
#
#   native CMD...             run as it is
#   hooked [VAR=value]... CMD with the library and $script, its log in $log
#   preload VAR=value... CMD  with the library and these variables only
#
# leave what the command printed in the files out and err, and its exit status
# in $status. The library is never preloaded into the test's own shell.
set -u

here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
root=$(CDPATH='' cd "$here/../.." && pwd)
TEST_LIB=${TEST_LIB:-$root/build/libzpoline.so}
TEST_TARGETS=${TEST_TARGETS:-$root/build/tests/targets}

# Whoever runs the test, from wherever and however: its programs find the same
# environment, descriptors, signals and limits. What is named without a value
# comes from ctest, or from who runs the test by hand.
if [ -z "${TEST_CLEAN-}" ]; then
	exec "$TEST_TARGETS/clean_run" TEST_CLEAN=1 \
		PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
		LANG=C LC_ALL=C TZ=UTC TMPDIR \
		TEST_LIB="$TEST_LIB" TEST_TARGETS="$TEST_TARGETS" \
		BENCH_CLIENT BENCH_PROGRAMS COVERAGE_KEEP COVERAGE_PROGRAMS \
		LIBDIR RUSTC SOAK_CACHE VERSION -- sh "$0" "$@"
fi
unset TEST_CLEAN

PYTHON=/usr/bin/python3
[ -x "$PYTHON" ] || PYTHON=$(command -v python3)
export PYTHON

# The first folder for temporary files that any user can enter, that programs can be
# run from, and that any list can name.
base() {
	for base in "${TMPDIR-}" /tmp /var/tmp; do
		case $base in
		/*[!A-Za-z0-9/._+-]*) continue ;;
		/*) ;;
		*) continue ;;
		esac
		[ -k "$base" ] || continue
		grep -q "^[^ ]* $base [^ ]* [^ ]*noexec" /proc/mounts || return 0
	done
	base=/tmp
}
base
tmp=$(mktemp -d "$base/zpoline-test.XXXXXX") || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
cd "$tmp" || exit 1
HOME=$tmp
TMPDIR=$tmp
export HOME TMPDIR

# plain VARIABLE LINK: the folder by a name that needs no quotes and that lists can
# hold, if its own is not such a one.
plain() {
	plain=
	eval "plain=\${$1-}"
	case $plain in
	*[!A-Za-z0-9/._+-]*)
		ln -s "$plain" "$tmp/$2"
		eval "$1=\$tmp/\$2"
		;;
	esac
}
build=$(dirname "$TEST_LIB")
plain root .root
plain build .build
plain TEST_TARGETS .targets
plain BENCH_PROGRAMS .bench
plain COVERAGE_PROGRAMS .coverage
plain SOAK_CACHE .soak
here=$root/tests/$(basename "$here")
TEST_LIB=$build/$(basename "$TEST_LIB")

# The Lua file beside the test.
script=$here/$(basename "$0" .sh).lua
log=$tmp/log

# What mode() sets: the user to run as, and variables of the library's.
as=
mode_variables=
mode_door=preload

run() {
	# shellcheck disable=SC2086 # words of a command
	timeout -k 5 "${TEST_TIMEOUT:-120}" $as "$@" \
		>"$tmp/out" 2>"$tmp/err" </dev/null
	status=$?
}

native() {
	run "$@"
}

preload() {
	if [ "$mode_door" = exec ]; then
		at_exec "$@"
		return
	fi
	# shellcheck disable=SC2086 # a list of words
	run env LD_PRELOAD="$TEST_LIB" $mode_variables "$@"
}

# at_exec VAR=value... CMD: the same, but the library comes in at CMD's exec.
at_exec() {
	command=
	for word; do
		shift
		case $command$word in
		[A-Z]*=*) ;;
		*)
			[ -n "$command" ] ||
				set -- "$@" "$(dirname "$TEST_LIB")/zpoline" run --
			command=-
			;;
		esac
		set -- "$@" "$word"
	done
	run env "$@"
}

hooked() {
	preload ZPOLINE_SCRIPT="$script" ZPOLINE_LOG="$log" "$@"
}

# named MODE: what ZPOLINE_HOOK has to name, so that the program finds the functions
# of zpoline.h by their names: without the loader, they are loaded for C hooks.
named() {
	[ "$1" != exec ] || echo "$TEST_TARGETS/c_NOTHING.so"
}

# A script of a line or two: text from standard input.
script() {
	script=$tmp/script.lua
	cat >"$script"
}

show() {
	for file in out err log; do
		[ -s "$tmp/$file" ] || continue
		echo "--- $file:"
		head -c 3000 "$tmp/$file"
	done
}

fail() {
	echo "FAIL: $*"
	show
	exit 1
}

skip() {
	echo "SKIP: $*"
	exit 77
}

needs() {
	for needed; do
		command -v "$needed" >/dev/null ||
			skip "$needed is not installed"
	done
}

needs_zero() {
	"$TEST_TARGETS/can_map_zero" || skip "the trampoline needs address 0"
}

# Ours are put above those that the program may open.
needs_descriptors() {
	descriptors=$(awk '/^Max open files/ { print $5 }' /proc/self/limits)
	[ "$descriptors" = unlimited ] || [ "$descriptors" -ge 4096 ] ||
		skip "no more than $descriptors descriptors (ulimit -Hn)"
}

needs_sud() {
	"$TEST_TARGETS/has_sud" ||
		skip "this kernel has no Syscall User Dispatch"
}

# Reading address 0 faults, the trampoline's page there or not: processors with
# protection keys can hide it.
hides_zero() {
	grep -qw ospke /proc/cpuinfo
}

# targets_for_all NAME...: these targets, and those that lib.sh needs, where
# another user can run and read them, whoever may enter the build folder. To be
# called before they are named.
targets_for_all() {
	mkdir "$tmp/targets"
	for target_name in can_map_zero has_sud "$@"; do
		cp "$TEST_TARGETS/$target_name" "$tmp/targets" || exit 1
	done
	chmod a+rx "$tmp"/targets/*
	TEST_TARGETS=$tmp/targets
}

# Run what follows as a user without privileges.
as_user() {
	if [ "$TEST_LIB" != "$tmp/libzpoline.so" ]; then
		cp "$TEST_LIB" "$tmp/libzpoline.so"
		[ ! -x "$build/zpoline" ] || cp "$build/zpoline" "$tmp/zpoline"
		TEST_LIB=$tmp/libzpoline.so
	fi
	if [ -e "$script" ] && [ "$script" != "$tmp/mode.lua" ]; then
		cp "$script" "$tmp/mode.lua"
		script=$tmp/mode.lua
	fi
	: >"$log"
	chmod a+rwx "$tmp"
	chmod a+rwX "$tmp"/*
	[ "$(id -u)" -eq 0 ] || return 0
	needs setpriv
	as='setpriv --reuid=65534 --regid=65534 --clear-groups'
}

# mode MODE: how calls are caught from here on.
#   auto      as it is without any variable: jumps to stubs, the net below
#   user      the same as a user without privileges
#   bare      jumps to stubs only
#   zpoline   calls to address 0, the net below
#   nonet     calls to address 0 only
#   keys      jumps to stubs, calls to address 0 where that cannot be, and the
#             net below: as where the processor has protection keys
#   thread    as in auto, with a Lua state for each thread
#   sud       by the net only
#   sud_user  the same as a user without privileges
#   exec      as in auto, but the library comes in at the program's exec
#   exec_user the same as a user without privileges
mode() {
	mode_door=preload
	case $1 in
	auto | user) mode_variables= ;;
	exec | exec_user)
		mode_variables=
		mode_door='exec'
		;;
	bare) mode_variables=ZPOLINE_SUD=off ;;
	thread) mode_variables=ZPOLINE_STATE=thread ;;
	keys)
		needs_zero
		hides_zero || TEST_LIB=$build/libzpoline_keys.so
		mode_variables=
		;;
	zpoline)
		needs_zero
		mode_variables=ZPOLINE_ENGINE=zpoline
		;;
	nonet)
		needs_zero
		mode_variables='ZPOLINE_ENGINE=zpoline ZPOLINE_SUD=off'
		;;
	sud | sud_user)
		needs_sud
		mode_variables=ZPOLINE_ENGINE=sud
		;;
	*) fail "unknown mode $1" ;;
	esac
	as=
	case $1 in
	user | sud_user | exec_user) as_user ;;
	esac
}

# each MODES COMMAND...: COMMAND in each mode, one after the other; the mode is
# its last argument. Modes that the machine has no way to are left out, and then
# the test is skipped after all others.
each() {
	modes=$1
	shift
	left_out=
	for each_mode in $modes; do
		case $each_mode in
		zpoline | nonet | keys)
			"$TEST_TARGETS/can_map_zero" 2>/dev/null || {
				left_out="$left_out $each_mode"
				continue
			}
			;;
		sud | sud_user)
			"$TEST_TARGETS/has_sud" || {
				left_out="$left_out $each_mode"
				continue
			}
			;;
		esac
		mode "$each_mode"
		: >"$log"
		"$@" "$each_mode"
	done
	mode auto
	[ -z "$left_out" ] || skip "well, but not possible here:$left_out"
}

expect_status() {
	[ "$status" -eq "$1" ] || fail "exit status $status, not $1"
}

# expect_out TEXT: standard output is these lines.
expect_out() {
	printf '%s\n' "$1" | cmp -s - "$tmp/out" ||
		fail "standard output is not '$1'"
}

expect_no_out() {
	[ ! -s "$tmp/out" ] || fail "something on standard output"
}

expect_no_err() {
	[ ! -s "$tmp/err" ] || fail "something on standard error"
}

# expect_log TEXT: the log is these lines.
expect_log() {
	printf '%s\n' "$1" | cmp -s - "$log" || fail "the log is not '$1'"
}

# find_out REGEX, find_err REGEX, find_log REGEX: at least one line matches.
find_out() {
	grep -qE -e "$1" "$tmp/out" ||
		fail "nothing on standard output matches '$1'"
}

find_err() {
	grep -qE -e "$1" "$tmp/err" ||
		fail "nothing on standard error matches '$1'"
}

find_log() {
	grep -qE -e "$1" "$log" || fail "nothing in the log matches '$1'"
}

# count_log N REGEX: exactly N lines match.
count_log() {
	n=$(grep -cE -e "$2" "$log")
	[ "$n" -eq "$1" ] || fail "$n lines of the log match '$2', not $1"
}

# same_output [VAR=value]... CMD: natively and hooked, each in a new directory
# that is the working directory; output and exit status must be the same.
same_output() {
	mkdir -m 777 "$tmp/work" && cd "$tmp/work" || exit 1
	native env "$@"
	[ "$status" -ne 124 ] || fail "timed out without the library"
	native_status=$status
	mv "$tmp/out" "$tmp/native_out"
	mv "$tmp/err" "$tmp/native_err"
	cd "$tmp" && rm -rf work && mkdir -m 777 work && cd work || exit 1
	hooked "$@"
	cd "$tmp" || exit 1
	rm -rf work
	diff native_out out ||
		fail "standard output differs (< native), status $status"
	diff native_err err ||
		fail "standard error differs (< native), status $status"
	expect_status "$native_status"
}

# A script that cannot be used, a variable that is wrong: one message that
# matches REGEX, and the program must not have started. refused REGEX VAR=...
refused() {
	regex=$1
	shift
	preload "$@" touch "$tmp/started"
	expect_status 125
	[ ! -e "$tmp/started" ] || fail "the program was started"
	expect_no_out
	find_err "$regex"
	n=$(grep -c '^zpoline: ' "$tmp/err")
	[ "$n" -eq 1 ] || fail "$n messages, not 1"
}
