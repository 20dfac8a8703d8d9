#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline run: scripts and chunks in their order, words for them, the log; the
# program's own environment, but for the library's variables, and children.
. "$(dirname "$0")/cli.sh"

echo 'print("file", table.concat(zp.args, "+"))' >a.lua
zpoline run -a 'x y' -e 'print("first", #zp.args)' -s ./a.lua -e 'print "last"' \
	-o log -- true
expect_status 0
expect_no_err
expect_log 'first	2
file	x+y
last'

# words belong to the script before them; those in front of the first to all
echo 'print(1, table.concat(zp.args, "+"))' >one.lua
echo 'local own = zp.args
print(2, table.concat(zp.args, "+"))
zp.hook("getpid", function() print(3, table.concat(own, "+"), table.concat(zp.args, "+")) end)' >two.lua
zpoline run -a 'for all' -s ./one.lua -a 'its\_own a=1' -s ./two.lua -a b -a c \
	-e 'print(4, table.concat(zp.args, "+"))' -a d -s ./one.lua -o log -- "$TEST_TARGETS/getpid"
expect_status 0
expect_log '1	for+all+its\_own+a=1
2	for+all+b+c
4	for+all+d
1	for+all
3	for+all+b+c	for+all+its\_own+a=1+b+c+d'
# also in what the program starts, and in a run within a run
zpoline run -s ./one.lua -a x -s ./one.lua -a y -o log -- \
	sh -c "exec '$ZPOLINE' run -s ./one.lua -a z -o inner -- true"
expect_status 0
[ "$(cat inner)" = "1	z" ] || fail "the inner run has $(cat inner)"

# the log is a new one each time
zpoline run -e 'print [[one \ two]]
print("three") -- a tab	and a comment' -o log -- true
expect_log 'one \ two
three'

# a chunk has no file: children have it, whatever they are given and wherever
zpoline run -o log -e 'zp.hook("unlinkat", function() return -zp.errno.EPERM end)' \
	-- sh -c 'mkdir d; touch d/f; cd d; exec env -i /bin/rm f'
expect_status 1
find_err 'cannot remove .f.: Operation not permitted'
[ -e d/f ] || fail "the file is gone"
zpoline run --no-follow -o log -e 'zp.hook("unlinkat", function() return -1 end)' \
	-- sh -c '/bin/rm d/f'
expect_status 0

# what went wrong has a name, and nothing is started
zpoline run -e 'print(1)' -e 'zp.hook("opennat", print)' -- touch started
expect_status 125
find_err "^zpoline: .*-e 2:1: unknown system call 'opennat' \(did you mean 'openat'\?\)"
zpoline run -e 'x =' -- touch started
expect_status 125
find_err '^zpoline: -e:1: unexpected symbol'
[ ! -e started ] || fail "the program was started"

# options for the library; the user's variables stand where nothing is said
zpoline run --engine=sud --verbose -o log -e '' -- true
find_log '^zpoline: calls: .*by SIGSYS'
! grep -q jumps log || fail "another engine"
for option in --no-sud --no-net; do # the latter is its old name
	zpoline run $option -o log -e 'print(os.getenv "ZPOLINE_SUD")' -- true
	find_log '^off$'
done
zpoline run --state=thread -o log -e 'zp.hook("futex", print)' \
	-e 'print(zp.tid() == zp.pid())' -- "$TEST_TARGETS/threads"
expect_status 0
find_log '^true$'
echo 'zp.hook("getppid", function() return 1 end)' >changes.lua
zpoline run --reload -s ./changes.lua -o log -- "$PYTHON" -c '
import os, time
print(os.getppid())
open("changes.lua", "w").write("zp.hook(\"getppid\", function() return 2 end)")
for i in range(100):
    if os.getppid() == 2: break
    time.sleep(0.05)
print(os.getppid())'
expect_out '1
2'
echo 'print "by variable"' >b.lua
run env ZPOLINE_SCRIPT=./b.lua ZPOLINE_ARGS=old ZPOLINE_LOG=log2 "$ZPOLINE" run -- true
[ "$(cat log2)" = 'by variable' ] || fail "ZPOLINE_SCRIPT is not heard"

# a library that is preloaded already stays, behind ours
# shellcheck disable=SC2016 # for the program's shell
run env LD_PRELOAD=libm.so.6 "$ZPOLINE" run --preload -o log -e '' -- \
	sh -c 'echo "$LD_PRELOAD"; grep -c libm.so /proc/self/maps >maps'
find_out "^(.*/zpoline-[0-9]+/[0-9a-f]{16}/libzpoline.so|$(readlink -f "$TEST_LIB")):libm.so.6$"
[ "$(cat maps)" -gt 0 ] || fail "libm is not loaded"
# at the exec ours is not there
# shellcheck disable=SC2016 # for the program's shell
run env LD_PRELOAD=libm.so.6 "$ZPOLINE" run -o log -e '' -- \
	sh -c 'echo "$LD_PRELOAD"; grep -c libm.so /proc/self/maps >maps'
expect_out libm.so.6
[ "$(cat maps)" -gt 0 ] || fail "libm is not loaded"

# from within a hooked program, a run of its own
zpoline run -o log -e 'print "outer"' -- "$ZPOLINE" run -o log2 -e 'print("inner", #zp.args)' -- true
[ "$(tail -n 1 log2)" = 'inner	0' ] || fail "the inner run"

# more than an environment takes
"$PYTHON" -c 'print("--" + "x" * 140000)' >long.lua
run "$ZPOLINE" run -e "$(head -c 100000 long.lua)" -e "$(head -c 100000 long.lua)" -- true
expect_status 125
find_err '^zpoline: ZPOLINE_ARGS would be longer than the kernel takes.*Remedy: .* -s$'

# hooks in C
needs cc
cat >answer.c <<'C'
#include <sys/syscall.h>
#include <zpoline.h>

static int answer(struct SyscallRegs *regs, void *arg)
{
	(void)arg;
	regs->rax = 42;
	return ZPOLINE_ANSWER;
}

int zpoline_hook_init(void)
{
	return zpoline_hook(SYS_getpid, answer, 0);
}
C
cc -shared -fPIC -mgeneral-regs-only -I "$root/include" -o answer.so answer.c ||
	fail "cc"
zpoline run --hook="$tmp/answer.so" -- "$TEST_TARGETS/getpid"
expect_status 0
expect_out 42
