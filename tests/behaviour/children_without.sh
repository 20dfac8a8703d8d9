#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Children that cannot have the library, though their loader would take it, are
# started as they are without it, and named once: in another root, in a mount
# namespace of their own, with fewer rights, with little memory; where the script
# cannot be read as well.
# shellcheck disable=SC2016 # for other shells
. "$(dirname "$0")/../lib.sh"
needs gcc

chmod 755 "$tmp"
mkdir lib && cp "$TEST_LIB" lib/libzpoline.so && chmod 755 lib lib/*
TEST_LIB=$tmp/lib/libzpoline.so
script <<'LUA'
zp.hook("getpid", function() return 42 end)
LUA
cat >shows.c <<'C'
#include <stdio.h>
#include <unistd.h>

extern char **environ;

int main(void)
{
	printf("%s\n", getpid() == 42 ? "hooked" : "not hooked");
	for (char **e = environ; *e; e++)
		puts(*e);
	return 7;
}
C
gcc -o shows shows.c
gcc -static -o shows_static shows.c
left_out=

# Nothing else is in the environment.
hooked_alone() {
	run env -i LD_PRELOAD="$TEST_LIB" ZPOLINE_SCRIPT="$script" \
		ZPOLINE_LOG="$log" PATH="$PATH" A=1 sh -c "$1"
}

# as_native REASON COMMAND: in a shell that ends as it does
as_native() {
	run env -i PATH="$PATH" A=1 sh -c "$2"
	[ "$status" -eq 7 ] || {
		left_out="$left_out; $2"
		return 0
	}
	mv out native_out
	rm -f "$log"
	hooked_alone "$2"
	expect_status 7
	expect_no_err
	sort native_out >native_sorted
	sort out | diff native_sorted - || fail "$2: another environment (< native)"
	count_log 1 'not hooked'
	find_log "^zpoline: [^ ]*shows[^ ]*: not hooked, its calls are not seen: $1\$"
}

memory='a limit leaves too little memory'
as_native "$memory" 'ulimit -v 3000; exec ./shows'
as_native "$memory" 'ulimit -v 5000; ./shows'
as_native "$memory" 'ulimit -d 900; exec ./shows'

# where there is room it is hooked
hooked sh -c 'ulimit -v 40000; ulimit -d 20000; ./shows; exit $?'
find_out '^hooked$'

[ "$(id -u)" -eq 0 ] || skip "well, but the rest is root's to try"
needs setpriv unshare chroot ldd

there="the library cannot be loaded there: $TEST_LIB"
mkdir root
for file in $(ldd shows | grep -o '/[^ ]*'); do
	mkdir -p "root$(dirname "$file")" && cp -L "$file" "root$file"
done
cp shows shows_static root
as_native "$there" 'chroot root /shows'
as_native static 'chroot root /shows_static'
as_native "$there" 'unshare -m sh -c "mount -t tmpfs none lib && exec ./shows"'
as_native "$there" 'unshare -m sh -c "mount --bind lib lib && mount -o remount,bind,noexec lib && exec ./shows"'
as_native "$there" 'unshare -m sh -c "mount --bind /etc/passwd lib/libzpoline.so && exec ./shows"'

# The link in a chroot leads elsewhere: the root counts in which it is started.
mkdir -p "root$tmp/lib" && cp "$TEST_LIB" "root$tmp/lib" && cp "$script" "root$script"
hooked sh -c 'chroot root /shows; exit $?'
expect_status 7
find_out '^hooked$'

less='setpriv --reuid=65534 --regid=65534 --clear-groups'
chmod 700 lib
for command in ./shows "env -u A A=1 ./shows" "sh -c './shows; ./shows'" \
	"sh -c 'exec ./shows'"; do
	case $command in
	./shows) as_native "$there" "$less $command" ;;
	*)
		run env -i PATH="$PATH" A=1 sh -c "$less $command"
		mv out native_out
		rm -f "$log"
		hooked_alone "$less $command"
		expect_no_err
		diff native_out out || fail "$command: another environment (< native)"
		count_log 1 'not hooked'
		;;
	esac
done
chmod 755 lib

chmod 600 "$script"
as_native "cannot be read there: $script" "$less ./shows"
rm -f "$log"
hooked sh -c "$less env ZPOLINE_SCRIPT=/dev/null ./shows; exit \$?"
expect_status 7
expect_no_err

[ -z "$left_out" ] || skip "well, but not possible here$left_out"
