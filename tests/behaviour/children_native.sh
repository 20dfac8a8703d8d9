#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A program that the library is not loaded into is named in the log, once, and is
# handed what its own children need.
. "$(dirname "$0")/../lib.sh"
needs gcc

cat >static.S <<'ASM'
	.globl _start
_start:
	mov $60, %eax
	mov $3, %edi
	syscall
	.section .note.GNU-stack
ASM
gcc -nostdlib -static -o static static.S || skip "no static programs"
printf '#! %s\n' "$tmp/static" >script.static
printf '#!/bin/sh\nexit 3\n' >script.sh
chmod +x script.static script.sh
script <<'LUA'
zp.hook("getpid", function() return 42 end)
LUA

for program in static script.static; do
	rm -f "$log"
	hooked /bin/sh -c "./$program; ./$program; exit \$?"
	expect_status 3
	find_log 'static: not hooked, its calls are not seen: static$'
	count_log 1 'not seen'
done

for command in ./script.sh 'exit 3' './static/none || exit 3' \
	'/lib64/ld-linux-x86-64.so.2 /bin/sh ./script.sh; exit $?' \
	"$TEST_TARGETS/exec_environment fd ./script.sh; exit 3"; do
	rm -f "$log"
	hooked ZPOLINE_VERBOSE=1 /bin/sh -c "$command"
	expect_status 3
	! grep -q 'not seen' "$log" || fail "$command: not seen"
done

rm -f "$log"
hooked ZPOLINE_VERBOSE=1 "$TEST_TARGETS/exec_environment" fd ./static
expect_status 3
find_log "^zpoline: $tmp/static: not hooked, its calls are not seen: static\$"

# its children are hooked again
if gcc -static -o starts -x c - 2>/dev/null <<'C'
#include <unistd.h>

int main(int argc, char **argv)
{
	(void)argc;
	return execv(argv[1], argv + 1);
}
C
then
	hooked ./starts "$TEST_TARGETS/getpid"
	expect_out 42
	hooked /bin/sh -c "./starts $TEST_TARGETS/getpid; exit \$?"
	expect_out 42
fi

# Bits that change nothing for root do for somebody else.
[ "$(id -u)" -eq 0 ] && "$TEST_TARGETS/has_sud" || exit 0
needs setpriv
as_other='setpriv --reuid=65534 --regid=65534 --clear-groups'
# is_honoured: are they, in this folder? Not where it is mounted nosuid, as /tmp often is.
is_honoured() {
	cp "$(command -v id)" id
	chmod 4755 id
	# shellcheck disable=SC2086 # a list of words
	[ "$($as_other ./id -u)" = 0 ]
}
chmod 755 .
if ! is_honoured; then
	other=$(mktemp -d /var/tmp/zpoline-test.XXXXXX) || exit 1
	trap 'rm -rf "$tmp" "$other"' EXIT
	chmod 755 "$other"
	cp "$script" "$other/script.lua"
	script=$other/script.lua
	cd "$other" || exit 1
	is_honoured || skip "well, but there is no folder where set-user-ID has an effect"
fi
here=$PWD
cp "$TEST_LIB" lib.so
cp "$TEST_TARGETS/getpid" setuid
cp setuid setgid
cp setuid plain
chmod 4755 setuid
chmod 2755 setgid
chmod 755 . lib.so plain
chmod 644 "$script"
for program in plain setuid setgid; do
	# shellcheck disable=SC2086 # a list of words
	run $as_other env LD_PRELOAD="$here/lib.so" ZPOLINE_SCRIPT="$script" \
		ZPOLINE_VERBOSE=1 ZPOLINE_ENGINE=sud /bin/sh -c "./$program; true"
	expect_status 0
	case $program in
	plain) ! grep -q 'not seen' "$tmp/err" || fail "plain: not seen" ;;
	setuid) find_err '^zpoline: \./setuid: not hooked, its calls are not seen: set-user-ID$' ;;
	setgid) find_err '^zpoline: \./setgid: not hooked, its calls are not seen: set-group-ID$' ;;
	esac
	rm -f "$log"
	hooked ZPOLINE_VERBOSE=1 "./$program"
	expect_out 42
	! grep -q 'not seen' "$log" || fail "$program: not seen, by root"
done
