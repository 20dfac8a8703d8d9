#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Relative paths are those of the directory in which the first program was
# started, for its children too, wherever they are.
# shellcheck disable=SC2016 # for other shells
. "$(dirname "$0")/../lib.sh"

mkdir lib modules elsewhere
cp "$TEST_LIB" lib/libzpoline.so
echo 'return { pid = 42 }' >modules/answer.lua
cat >hook.lua <<'LUA'
local answer = require "answer"
zp.hook("getpid", function() print("asked") return answer.pid end)
LUA
echo 'zp.hook("getppid", function() return 43 end)' >second.lua

# hooked_here COMMAND: all paths relative
hooked_here() {
	rm -f log.txt
	run env LD_PRELOAD=./lib/libzpoline.so ZPOLINE_PATH=modules:/nonexistent \
		ZPOLINE_SCRIPT=hook.lua:./second.lua ZPOLINE_LOG=log.txt \
		/bin/sh -c "$1"
	expect_status 0
	expect_no_err
}

hooked_here "cd elsewhere; $TEST_TARGETS/getpid; env -i $TEST_TARGETS/getpid"
expect_out '42
42'
[ "$(grep -c asked log.txt)" -eq 3 ] || fail "not all three, the shell too, are in the log"
[ ! -e elsewhere/log.txt ] || fail "two logs"

# a child sees them absolute, and nothing else is changed
hooked_here 'cd elsewhere; LD_PRELOAD="libm.so.6 $LD_PRELOAD:libdl.so.2" ZPOLINE_PATH=../modules:m /usr/bin/env'
find_out "^LD_PRELOAD=libm\.so\.6 $tmp/lib/libzpoline\.so:libdl\.so\.2\$"
find_out "^ZPOLINE_SCRIPT=$tmp/hook\.lua:$tmp/second\.lua\$"
find_out "^ZPOLINE_LOG=$tmp/log\.txt\$"
find_out '^ZPOLINE_PATH=\.\./modules:m$'

# the program itself sees them as they were set
hooked_here 'echo "$LD_PRELOAD $ZPOLINE_SCRIPT $ZPOLINE_PATH $ZPOLINE_LOG"'
expect_out './lib/libzpoline.so hook.lua:./second.lua modules:/nonexistent log.txt'

# an absolute path that LD_PRELOAD cannot hold stays relative, and that is said once
mkdir 'with space' && cd 'with space' || exit 1
mkdir lib && cp "$TEST_LIB" lib/libzpoline.so
run env LD_PRELOAD=lib/libzpoline.so ZPOLINE_SCRIPT=../second.lua \
	/bin/sh -c 'env -i /bin/sh -c "echo \$PPID \$LD_PRELOAD"'
expect_status 0
find_err '^zpoline: lib/libzpoline.so: LD_PRELOAD cannot name a folder with a blank'
[ "$(wc -l <"$tmp/err")" -eq 1 ] || fail "more than one message"
expect_out '43 lib/libzpoline.so'
