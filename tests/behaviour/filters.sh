#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Handlers are asked only for calls on which all tests of their filter hold:
# integers in every form, patterns, the caller, the result.
. "$(dirname "$0")/../lib.sh"

hooked "$TEST_TARGETS/calls" write:90:0 write:90:10 write:90:4097 write:91:7 \
	write:-1:7 close:-100 close:-20 thread:write:90:11 fork:write:90:12 \
	open:/dev/null open:/etc/no/such open:/nowhere read:90:10 unlink
expect_status 0
cat >expected <<'TEXT'
write 0
at most 0
less 0
no bit 0
write 10
equal 10
between 10
one of 10
either write
same thread 10
name 10
write 4097
more 4097
mask 4097
not 90 91
one of 7
not 90 -1
minus one -1
unsigned -1
negative -100
write 11
same process 11
child write 12
file /etc/no/such
any /etc/no/such
failed /etc/no/such
any /nowhere
failed /nowhere
either read
TEXT
diff expected "$log" || fail "not as expected (<)"
