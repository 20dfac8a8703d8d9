#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The pages of the trampoline and of the library are not there for the program:
# what it does to them does nothing, and it is told as if nothing were mapped.
. "$(dirname "$0")/../lib.sh"
needs_zero

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
{
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
		library
	TEXT
	told ENOMEM
	echo 'shmat: ENOMEM'
	echo 'a null call ends by signal 11'
} >expected
hooked "$TEST_TARGETS/own_pages"
expect_status 0
diff expected out || fail "not as expected (<)"
