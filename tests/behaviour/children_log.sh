#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# ZPOLINE_LOG=fd:N, and a program that closes what it does not know: its
# children run, without a log; while it is open they write there.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
zp.hook("getpid", function() print "seen" return 42 end)
LUA
exec 9>"$log"
# shellcheck disable=SC2016 # for the inner shell
preload ZPOLINE_SCRIPT="$script" ZPOLINE_LOG=fd:9 sh -c '"$1"; "$1"' sh \
	"$TEST_TARGETS/getpid"
expect_status 0
expect_out '42
42'
expect_no_err
n=$(grep -c '^seen$' "$log")
[ "$n" -ge 2 ] || fail "$n lines in the log"

: >"$log"
# shellcheck disable=SC2016 # for the inner shell
preload ZPOLINE_SCRIPT="$script" ZPOLINE_LOG=fd:9 \
	sh -c 'exec 9>&-; "$1"; "$1"; echo end' sh "$TEST_TARGETS/getpid"
expect_status 0
expect_out '42
42
end'
expect_no_err
