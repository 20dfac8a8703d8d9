#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/redirect.lua: files and folders, absolute, relative and by descriptor.
. "$(dirname "$0")/../cli/cli.sh"

mkdir real there there/sub
echo real >real/a
echo other >there/a
echo below >there/sub/b
run_() { zpoline run -s redirect -a "$tmp/real=$tmp/there" -o log -- "$@"; }
run_ cat "$tmp/real/a" "$tmp/./real/../real//a"
expect_out 'other
other'
run_ cat real/a real/sub/b
expect_out 'other
below'
run_ sh -c 'cd real && cat sub/b'
expect_out below
run_ "$PYTHON" -c "
import os
d = os.open('$tmp', os.O_RDONLY)
print(os.read(os.open('real/a', os.O_RDONLY, dir_fd=d), 9))
os.rename('real/a', 'c', src_dir_fd=d)
print('done')"
expect_out "b'other\\n'
done"
[ "$(cat c)" = other ] || fail "the file beneath was not renamed"
[ "$(cat real/a)" = real ] || fail "the file itself was touched"
mkdir 'with blank'
echo blank >'with blank/f'
zpoline run -s redirect -a "/x=$tmp/with\\_blank verbose" -o log -- cat /x/f
expect_out blank
find_log '^[0-9]+ openat: /x/f -> .*/with blank/f$'
zpoline run -s redirect -a '/x=y' -o log -- true
expect_status 125
find_err 'is not /FROM=/TO'
