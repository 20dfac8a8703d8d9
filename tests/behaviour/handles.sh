#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zp.hook returns a handle: hooks are disabled, enabled and removed at any time,
# by themselves too, and tell how often they ran and failed.
. "$(dirname "$0")/../lib.sh"

hooked "$TEST_TARGETS/calls" getppid close:1001 getppid close:1002 getppid \
	close:1003 getppid close:1004 getppid close:1005 getppid close:1006 getppid
expect_status 0
[ "$(sed -n 9p out)" = 4242 ] || fail "the fifth getppid is not answered"
[ "$(sed -n 11p out)" != 4242 ] || fail "the sixth getppid is answered"
grep -vE '^(zpoline: |stack traceback|	)' "$log" >said
cat >expected <<'TEXT'
first second once
second
first second
first
first


4	3	5	5	1
hook (removed)	false
TEXT
head -n 9 said | diff expected - || fail "not as expected (<)"
find_log "a hook has no 'calls'"
find_log '^Hook$'
find_log '5 errors in 5 calls of the hook|on purpose'
