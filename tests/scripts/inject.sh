#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/inject.lua: faults by words, more than one rule, and what was done.
. "$(dirname "$0")/../cli/cli.sh"

zpoline run -s inject -a 'write fd=1 error=ENOSPC when=3+' -o log -- \
	dd if=/dev/zero bs=1 count=5 status=none
expect_status 1
find_err 'No space left on device'
[ "$(wc -c <out)" -eq 2 ] || fail "not two bytes before the fault"
find_log '^[0-9]+ inject: write: 1 of 3 calls$'
echo text >file
zpoline run -s inject -a 'unlink,unlinkat error=EPERM , rmdir retval=0' -o log -- \
	sh -c 'mkdir d; rm file; rmdir d; exit 0'
find_err 'cannot remove .file.: Operation not permitted'
[ -d d ] || fail "rmdir was not answered"
find_log 'inject: rmdir: 1 of 1 calls'
zpoline run -s inject -o log -- true
expect_status 125
find_err '^zpoline: .*inject: what is to be done'
