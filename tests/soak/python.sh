#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
#
# python.sh MODULE SCRIPT: the tests of Python's own MODULE have the same
# results natively and hooked. The native ones are kept in $SOAK_CACHE: remove
# that directory to have them made again.
TEST_TIMEOUT=1500
. "$(dirname "$0")/../lib.sh"
# what is run as another user logs as well
chmod 711 "$tmp" && : >"$log" && chmod 666 "$log" || exit 1
needs flock

PYTHON=/usr/bin/python3
suite=$here/python_suite
known=$suite/known
cache=${SOAK_CACHE:-$tmp/cache}
mkdir -p "$cache" || exit 1
"$PYTHON" -c "import test.$1" 2>/dev/null ||
	skip "$PYTHON has no test.$1: install libpython3.11-testsuite"

tests_of() {
	HOME=$tmp TMPDIR=$tmp "$1" "$PYTHON" "$suite/results.py" run "$2" \
		"$3" "$known"
}

exec 9>"$cache/$1.lock"
flock 9
if [ ! -e "$cache/$1" ]; then
	tests_of native "$1" "$cache/$1.new"
	[ "$status" -eq 0 ] || fail "natively: exit status $status"
	mv "$tmp/err" "$cache/$1.err"
	mv "$cache/$1.new" "$cache/$1"
fi
exec 9>&-

script=$root/tests/transparency/$2.lua
tests_of hooked "$1" "$tmp/results"
"$PYTHON" "$suite/results.py" compare "$cache/$1" "$tmp/results" "$known" ||
	{ cat "$tmp/err"; fail "the results differ, exit status $status"; }
expect_status 0
