#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A filter's path is the file that a call is about, however the call names it: from
# the working directory or a folder's descriptor, with dots, through links.
. "$(dirname "$0")/../lib.sh"

make_tree() {
	rm -rf tree away
	mkdir tree
	echo file >tree/file
	echo other >other
	ln -s file tree/link
	ln -s "$PWD/tree" away
}

folder=$(pwd -P)
cd "$folder" || exit 1
make_tree
"$TEST_TARGETS/named_paths" >native
make_tree
preload ZPOLINE_ARGS="$folder" ZPOLINE_SCRIPT="$script" ZPOLINE_LOG="$log" "$TEST_TARGETS/named_paths"
expect_status 0
diff native out || fail "the program's results (<) are others hooked"
cat >expected <<'TEXT'
others: tree
file: tree/file
file: file
as given: file
file: .././/tree/../tree/file
file: link
link: link
link: link
others: link
file: away/file
file: away/../tree/file
file: /proc/self/cwd/tree/file
others: fil
none: file
as given: file
file: /file
file: /../../link
link: /../../link
file: file
as given: file
stat: link
rename: link
file: file
as given: file
read: file
others: ../other
read elsewhere: other
11
TEXT
diff expected "$log" || fail "not as expected (<)"
