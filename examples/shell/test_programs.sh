#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
#
# Programs under zpoline scripts, tested in shell; the result is TAP. LIBZPOLINE
# is the path of libzpoline.so.
set -u
library=${LIBZPOLINE:-libzpoline.so}
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
n=0
bad=0

# hooked SCRIPT COMMAND...: its exit status in $status; 99: not as expected.
hooked() {
	printf 'local fx = require "zpoline.fixture"\n%s\n' "$1" >script.lua
	shift
	env LD_PRELOAD="$library" ZPOLINE_SCRIPT=script.lua "$@" >out 2>err
	status=$?
}

# is NAME COMMAND...: the test of that name is whether the command succeeds.
is() {
	n=$((n + 1))
	name=$1
	shift
	if "$@"; then
		echo "ok $n - $name"
		return
	fi
	echo "not ok $n - $name"
	sed 's/^/# /' out err
	bad=1
}

printf 'pear\napple\n' >words

hooked 'fx.fail("write", { fd = 1, error = "ENOSPC" })' sort words
is "sort tells of a full disk" test "$status" -eq 2
is "and says so" grep -q 'No space left on device' err

hooked 'fx.file("words", "one\ntwo\n") fx.expect("openat", { path = "words", times = 1 })' \
	wc -l words
is "wc finds other words" grep -q '^2 words$' out
is "and opens them once" test "$status" -eq 0

hooked 'fx.deny({ "unlink", "unlinkat" }, "EROFS")' rm -f words
is "rm fails where nothing can be removed" test "$status" -eq 1
is "and words is there" test -e words

echo "1..$n"
exit $bad
