#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Where address 0 cannot be mapped the message says why and what to do.
. "$(dirname "$0")/../lib.sh"

[ "$(cat /proc/sys/vm/mmap_min_addr)" -gt 0 ] ||
	skip "vm.mmap_min_addr is 0: everybody may map address 0"
cp "$TEST_LIB" lib.so
cp "$(command -v touch)" .
chmod 755 . lib.so touch
mkdir -m 777 place
if [ "$(id -u)" -eq 0 ]; then
	needs setpriv
	as='setpriv --reuid=65534 --regid=65534 --clear-groups'
else
	as=
fi
# shellcheck disable=SC2086 # words of a command
run $as env LD_PRELOAD="$tmp/lib.so" ./touch place/started
expect_status 125
expect_no_out
[ ! -e place/started ] || fail "the program was started"
find_err '^zpoline: .*vm\.mmap_min_addr'
find_err CAP_SYS_RAWIO
