#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# ZPOLINE_FOLLOW=strict: what cannot be hooked is not started, in children's children too.
# shellcheck disable=SC2016 # for the program's shell
. "$(dirname "$0")/cli.sh"
needs cc strace

cat >work.c <<'C'
#include <stdio.h>

int main(void)
{
	puts("runs");
	return 0;
}
C
cc -O1 -o dynamic work.c || fail "cc work.c"
cc -O1 -static -o static work.c || fail "cc -static work.c"
cat >start.c <<'C'
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	execv(argv[1], argv + 1);
	puts(strerror(errno));
	return argc != 2;
}
C
cc -O1 -o start start.c || fail "cc start.c"
ZPOLINE_FOLLOW=strict
export ZPOLINE_FOLLOW

for path in ./static '/bin/sh -c ./static' './start ./static'; do
	# shellcheck disable=SC2086 # words of a command
	zpoline run --preload -o log -e 'print "hooked"' -- ./start $path
	case $path in
	*/sh*) expect_status 126 ;;
	*) expect_out 'Operation not permitted' ;;
	esac
	find_log 'static: not hooked, its calls are not seen: static$'
	grep -q runs out && fail "$path: it runs"
done
zpoline run -o log -e 'print "hooked"' -- ./start ./start ./dynamic
expect_out runs
count_log 3 '^hooked$'
zpoline run -o log -e 'print "hooked"' -- ./start /nonexistent
expect_out 'No such file or directory'

# by the door at exec what can be hooked is more
if strace -o /dev/null true 2>/dev/null; then
	zpoline run -o log -e 'print "hooked"' -- ./start ./start ./static
	expect_out runs
	count_log 3 '^hooked$'
	zpoline run -o log -e 'print "hooked"' -- strace -f -o /dev/null ./start ./static
	expect_out 'Operation not permitted'
fi
ZPOLINE_FOLLOW=tight
zpoline run -o log -e '' -- ./dynamic
expect_status 125
exit 0
