#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
#
# go_suite.sh PACKAGE: Go's own tests of a package of its standard library, with a handler on
# every call: each ends as natively, with all that it starts. A test that does not end the
# same is run once more by itself: some depend on the time that they have.
# shellcheck disable=SC2034 # for lib.sh
TEST_TIMEOUT=1500
. "$(dirname "$0")/../lib.sh"
needs go gcc

source=$(go env GOROOT)/src/$1
[ -e "$source" ] || skip "Go's source is not installed"
export GOCACHE="$TEST_TARGETS/go-cache"
mkdir home && HOME=$tmp/home
(cd "$source" && go test -c -o "$tmp/tests" .) >built 2>&1 ||
	skip "its tests cannot be built: $(tail -n 1 built)"

# results FILE: what each test has come to, without the time that it took
results() {
	sed -n 's/^ *\(--- [A-Z]*: [^ ]*\).*/\1/p' "$1" | sort
}
# tests HOW...: those that are named, or all, in the package's folder
native_tests() {
	(cd "$source" && run "$tmp/tests" -test.short -test.v "$@")
}
hooked_tests() {
	(cd "$source" && run "$build/zpoline" run -o "$log" -e 'zp.hook("*", function() end)' -- \
		"$tmp/tests" -test.short -test.v "$@")
}

native_tests
results out >theirs
[ "$(wc -l <theirs)" -ge 5 ] || fail "hardly any tests"
hooked_tests
results out >ours
for name in $(diff theirs ours | sed -n 's/^[<>] --- [A-Z]*: \([^/]*\).*/\1/p' | sort -u); do
	echo "once more: $name"
	native_tests -test.run "^$name\$"
	results out >theirs
	hooked_tests -test.run "^$name\$"
	results out | diff theirs - || fail "$name ends in another way (< native)"
done
# what gdb runs is traced, and static programs are not followed there (docs/limits.md)
! grep -v '/TestGdb.*: not hooked, its calls are not seen: static$' "$log" ||
	fail "something in the log"
exit 0
