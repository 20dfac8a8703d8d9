#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A program and what it starts find the environment that they would find natively, in the
# same order, whatever commands and scripts are used.
# shellcheck disable=SC2016 # for the program's shell
. "$(dirname "$0")/cli.sh"
needs_strace

cat >fixture.lua <<'LUA'
require("zpoline.fixture").expect("write")
LUA
cat >common.lua <<'LUA'
local value = require("zpoline.common").open "environment"
print(value:change(function(n) n = (tonumber(n) or 0) + 1 return tostring(n), n end))
LUA

# same COMMAND OPTION... -- PROGRAM...
same() {
	native env -i Z=1 A='two
lines' ZPOLINE_PATH=/nowhere PATH="$PATH" LC_ALL=C B= /bin/sh -c "$program"
	mv out theirs
	run env -i Z=1 A='two
lines' ZPOLINE_PATH=/nowhere PATH="$PATH" LC_ALL=C B= "$ZPOLINE" "$@" -- /bin/sh -c "$program"
	expect_status 0
	diff theirs out || fail "zpoline $*: the environment (< native)"
}
for program in 'exec env' 'env; env -i C=3 env; (exec env)' '/bin/sh -c "env; exec env"'; do
	same run -e ''
	same run -s ./common.lua -o log
	same run -s throttle -a rate=1000M -o log
	same run -s faketime -a at=2030-01-01 -o log
	same run -s ./fixture.lua -o log
	same run --state=thread --reload -s ./fixture.lua -o log
	same test -s ./fixture.lua
	same trace -o log
	same trace -c -o log
	same run -s timeline -o log
done

# scripts have what was handed on
program='/bin/true; /bin/true; exec /bin/sh -c /bin/true'
same run -s ./common.lua -o log
[ "$(sort log | tr '\n' ' ')" = '1 2 3 4 5 ' ] || fail "the run's value: $(cat log)"
# nothing at all
run env -i "$ZPOLINE" run -s ./common.lua -o log -- /usr/bin/env
expect_no_out
run env -i "$ZPOLINE" run -s ./common.lua -o log -- /usr/bin/env -i /usr/bin/env -i /usr/bin/env
expect_no_out
[ "$(tail -n 1 log)" = 3 ] || fail "it is not one run: $(cat log)"

# what the user wants to be otherwise
run env -i A=1 LD_PRELOAD= "$ZPOLINE" trace -o log -E A -E B=2 -E LD_PRELOAD=libm.so.6 -- /usr/bin/env
expect_out 'LD_PRELOAD=libm.so.6
B=2'
# a shell's name of what it starts is the program's
run env _="$ZPOLINE" "$ZPOLINE" run -e '' -- sh -c 'exec env'
find_out '^_=.*/sh$'
run env _=other "$ZPOLINE" run -e '' -- /usr/bin/env
find_out '^_=other$'

# by the loader's door they are there
run env -i "$ZPOLINE" run --preload -s ./common.lua -o log -- /usr/bin/env /usr/bin/env
for variable in LD_PRELOAD ZPOLINE_SCRIPT ZPOLINE_HANDED; do
	find_out "^$variable="
done
exit 0
