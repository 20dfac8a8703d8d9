#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A call answered with an error: the program sees errno.
. "$(dirname "$0")/../lib.sh"

echo kept >file
hooked rm file
expect_status 1
find_err 'Operation not permitted'
[ -e file ] || fail "the file is gone"
native rm file
expect_status 0
