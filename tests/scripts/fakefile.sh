#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/fakefile.lua: a file that only the program sees.
. "$(dirname "$0")/../cli/cli.sh"

zpoline run -s fakefile -a "$tmp/no=Hello,\\_you\\n" -o log -- sh -c 'cat no; wc -c <no; test -f no && stat -c %s%A no'
expect_status 0
expect_out 'Hello, you
11
11-rw-r--r--'
printf 'from a file' >text
zpoline run -s fakefile -a "/etc/hostname=@$tmp/text" -o log -- \
	"$PYTHON" -c 'import os; print(open("/etc/hostname").read(), os.path.exists("/etc/hostname"), os.path.getsize("/etc/hostname"))'
expect_out 'from a file True 11'
# for writing: gone when it is closed
zpoline run -s fakefile -a "$tmp/no=x" -o log -- sh -c 'echo more >>no; cat no; echo'
expect_out x
[ ! -e no ] || fail "a file was made"
# what looks whether it is still the same file
zpoline run -s fakefile -a "$tmp/no=Hello\\n" -o log -- sh -c "cp $tmp/no copy && cat copy && cp $tmp/no copy && ln -s no l && cat l"
expect_status 0
expect_out 'Hello
Hello'
