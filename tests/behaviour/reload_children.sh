#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# ZPOLINE_RELOAD=1: programs that are started while a script is being written take the
# text that the one which starts them has loaded.
. "$(dirname "$0")/../lib.sh"

version() {
	printf 'require "word"\nzp.hook(500, function() end)\nprint("%s", zp.comm())\n' "$1"
}

# What `true` has loaded after this was done, and what it says; -: anything.
# after VERSION MESSAGE COMMAND
after() {
	version one >watched.lua
	echo 'return 1' >word.lua
	: >"$log"
	preload ZPOLINE_SCRIPT="$name" ZPOLINE_LOG="$log" ZPOLINE_RELOAD=1 \
		sh -c "$3"
	expect_status 0
	expect_out over
	loaded=$(sed -n 's/^\([a-z]*\)	true$/\1/p' "$log" | tail -n 1)
	[ "$loaded" = "$1" ] || fail "$3: true has '$loaded', not '$1'"
	n=$(grep -ac 'and what that had loaded is in force: ' "$log")
	if [ "$2" = - ]; then
		:
	elif [ -z "$2" ]; then
		[ "$n" -eq 0 ] || fail "$3: a message"
	else
		[ "$n" -ge 1 ] || fail "$3: no message"
		find_log "and what that had loaded is in force: .*$2"
	fi
}

children() {
	after one '' '/bin/true; echo over'
	after one 'watched.lua:[12]: ' 'echo "zp.hook(500, function()" >watched.lua; /bin/true; echo over'
	after one 'watched.lua is empty' ': >watched.lua; /bin/true; echo over'
	after one 'cannot read script' 'rm watched.lua; /bin/true; echo over'
	after one 'watched.lua:2: no' \
		'{ echo; echo "error \"no\""; } >watched.lua; /bin/true; echo over'
	after one 'word.lua:[12]: ' 'echo "return (" >word.lua; /bin/true; echo over'
	after one 'word.lua is empty' ': >word.lua; /bin/true; echo over'
	after one "module 'word' not found" 'rm word.lua; /bin/true; echo over'
	# an environment that was cleared, and the child of a child
	after one 'watched.lua:[12]: ' 'echo "x =" >watched.lua; env -i /bin/true; echo over'
	after one 'watched.lua:[12]: ' 'echo "x =" >watched.lua; sh -c "env -i sh -c /bin/true"; echo over'
	after one 'watched.lua:[12]: ' 'echo "x =" >watched.lua; cd /; (/bin/true); echo over'
	# whole again
	version two >two.lua
	after two - 'echo "x =" >new; mv new watched.lua; cp two.lua new; mv new watched.lua; /bin/true; echo over'
	after two 'watched.lua:[12]: ' 'cp two.lua watched.lua; sleep 0.5; /bin/false; echo "x =" >watched.lua; /bin/true; echo over'
}

broken='echo "x =" >watched.lua; cd /; /bin/true; echo over'
name=watched.lua
children
mode thread
after one 'watched.lua:[12]: ' "$broken"
after one 'watched.lua is empty' ': >watched.lua; /bin/true; echo over'
mode auto
for name in ./watched.lua "$tmp/watched.lua"; do
	after one 'watched.lua:[12]: ' "$broken"
done

# the child follows the script from there on
cat >follows.sh <<'SH'
echo 'x =' >watched.lua
sh -c 'sleep 0.3; cp two.lua new; mv new watched.lua; sleep 0.3; read -r x <watched.lua; echo over'
SH
version one >watched.lua
: >"$log"
preload ZPOLINE_SCRIPT=watched.lua ZPOLINE_LOG="$log" ZPOLINE_RELOAD=1 sh follows.sh
expect_out over
[ "$(grep -ac '^two	sh$' "$log")" -ge 2 ] || fail "the child does not follow"

# what does not load for another reason is said once; nothing is handed on
script <<'LUA'
print("loads", zp.comm())
assert(zp.comm() ~= "true", "not here")
LUA
: >"$log"
hooked ZPOLINE_RELOAD=1 sh -c '/bin/true; echo over'
expect_out over
count_log 1 'not here'
count_log 1 '^loads	true'
! grep -a 'is in force' "$log" || fail "another text"

# texts with all bytes; and those that are too long
{
	version one
	printf 'local s = [[a\001b\\n\n\rc\\]]\nprint("bytes", s:byte(1, -1))\n'
} >watched.lua
: >"$log"
preload ZPOLINE_SCRIPT=watched.lua ZPOLINE_LOG="$log" ZPOLINE_RELOAD=1 \
	sh -c 'echo "x =" >watched.lua; /bin/true; echo over'
expect_out over
count_log 2 '^bytes	97	1	98	92	110	10	99	92$'
{
	version one
	head -c 100000 /dev/zero | tr '\0' '-'
} >watched.lua
: >"$log"
preload ZPOLINE_SCRIPT=watched.lua ZPOLINE_LOG="$log" ZPOLINE_RELOAD=1 \
	sh -c 'echo "x =" >watched.lua; /bin/true; echo over'
expect_out over
find_log 'true: not hooked, .*watched.lua:[12]: '

# where the environment has no room for the texts they are left out
{
	version one
	head -c 60000 /dev/zero | tr '\0' '-'
} >watched.lua
: >"$log"
cat >long.sh <<'SH'
ulimit -s 1024
x=$(head -c 110000 /dev/zero | tr '\0' x)
/bin/true "$x" "$x"
echo over
SH
preload ZPOLINE_SCRIPT=watched.lua ZPOLINE_LOG="$log" ZPOLINE_RELOAD=1 sh long.sh
expect_out over
find_log '^one	true$'

# the user's own program: it is an error
echo 'x =' >watched.lua
run env LD_PRELOAD="$TEST_LIB" ZPOLINE_SCRIPT=watched.lua ZPOLINE_RELOAD=1 /bin/true
expect_status 125
