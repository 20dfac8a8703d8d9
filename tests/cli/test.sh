#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline test: what has not been proven is 99, whatever the program's end is.
. "$(dirname "$0")/cli.sh"
needs gcc

echo 'require("zpoline.fixture").expect("openat", { path = "*/a.txt" })' >reads.lua
echo a >a.txt

zpoline test -s reads.lua --tap=tap -o log -- cat "$tmp/a.txt"
expect_status 0
expect_out a
expect_no_err
[ "$(cat tap)" = 'TAP version 13
1..1
ok 1 - openat path=*/a.txt: 1 times, expected >=1' ] || fail "the file is not the verdict"
cmp tap log || fail "the log is another"
zpoline test -s reads.lua --tap=- -o log -- true
expect_status 99
find_out '^not ok 1 - openat'
# its own status, if all is well; also behind an exec with an empty environment
zpoline test -s reads.lua -o log -- env -i sh -c "cat $tmp/a.txt; exit 7"
expect_status 7

# a script without fixtures is a test too
zpoline test -e 'zp.hook("close", function() return nil .. "x" end)' -o log -- cat a.txt
expect_status 99
find_log '^not ok 1 - .*attempt to concatenate a nil value'
zpoline test -e 'zp.hook("close", print)' -a word -o log --tap=- -- sh -c ':'
expect_status 0
find_out '^ok 1 - .*/[a-z]*sh$'

# killed, gone without a word, never hooked
zpoline test -s reads.lua -- sh -c "cat $tmp/a.txt; kill -9 \$\$"
expect_status 99
find_err '^not ok 1 - .*/sh has ended without a verdict \(killed by SIGKILL\)$'
# a library that the loader ignores
command_for_all
rm "$tmp/for_all/libzpoline.so"
echo none >"$tmp/for_all/libzpoline.so"
zpoline test --preload -s "$tmp/reads.lua" -- cat a.txt
expect_status 99
find_err '^not ok 1 - .*/cat was not hooked \(exit status 0\)$'
zpoline test -s "$tmp/reads.lua" -- cat a.txt
expect_status 125
find_err '/libzpoline.so: is not the library. Remedy: '
ZPOLINE=$build/zpoline

# what zpoline run refuses it refuses
printf 'int main(void) { return 0; }\n' | gcc -static -o static -x c - 2>/dev/null && {
	zpoline test --preload -s reads.lua -- ./static
	expect_status 125
	find_err 'linked statically'
}
zpoline test -e 'x = = 1' -- true
expect_status 125
zpoline test -- true
expect_status 2
find_err 'test: no script: nothing would be tested'

# signals are passed on
cat >traps.sh <<'SH'
trap 'echo told; exit 5' TERM
kill -TERM $PPID
while :; do sleep 0.1; done
SH
zpoline test -e 'require "zpoline.fixture"' -- sh traps.sh
expect_status 5
expect_out told
ls "$tmp"/zpoline-report.* 2>/dev/null && fail "a report is left"
exit 0
