#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Under a script that adds a year, all the ways to ask for the time agree.
. "$(dirname "$0")/../lib.sh"

native date +%Y
before=$(cat out)
hooked date +%Y
expect_status 0
year=$(cat out)
[ "$year" -gt "$before" ] || fail "date says $year"
hooked "$TEST_TARGETS/vdso" years
[ "$status" -ne 77 ] || skip "no vDSO"
expect_status 0
expect_out "$year
$year
$year"
[ -x "$PYTHON" ] || exit 0
hooked "$PYTHON" -c 'import time
print(time.gmtime(time.time()).tm_year)
print(time.ctime()[-4:])'
expect_status 0
expect_out "$year
$year"
