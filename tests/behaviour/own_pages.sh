#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The pages of the trampoline and of the library are not there for the program:
# what it does to them does nothing, and it is told as if nothing were mapped.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
zp.hook("getppid", function() return 4242 end)
LUA
told() {
	cat <<TEXT
munmap: done
mprotect: ENOMEM
mprotect to code: ENOMEM
madvise: ENOMEM
mmap: $1
mremap: EFAULT
TEXT
}

zero_and_gate() {
	echo 'address 0'
	told EPERM
	echo 'still there'
	echo gate
	told ENOMEM
	cat <<-'TEXT'
		shmat: ENOMEM
		around the gate
		madvise: ENOMEM
		mprotect: ENOMEM
		munmap: done
	TEXT
}

own_pages() {
	case $1 in
	zpoline) zero_and_gate ;;
	*)
		! hides_zero || ! "$TEST_TARGETS/can_map_zero" || zero_and_gate
		echo stubs
		told ENOMEM
		echo 'shmat: ENOMEM'
		;;
	esac >expected
	{
		echo library
		told ENOMEM
		echo 'shmat: ENOMEM'
		echo 'a null call ends by signal 11'
	} >>expected
	hooked ZPOLINE_ANALYSIS=start "$TEST_TARGETS/own_pages"
	expect_status 0
	diff expected out || fail "$1: not as expected (<)"
}
each 'auto zpoline' own_pages
