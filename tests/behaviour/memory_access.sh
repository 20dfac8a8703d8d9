#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# All of zp.mem: numbers, structures, lists, memory that stays; what is bad is an
# error value.
. "$(dirname "$0")/../lib.sh"

hooked "$TEST_TARGETS/calls" getppid
expect_status 0
cat >expected <<'TEXT'
zeroed: true
written: true true true true
unsigned: 254 65534 4294967294 -2 -2
signed: -2 -2 -2 -2
narrow: true 52 254
bad: nil nil nil EFAULT
bad list: nil nil EFAULT
pack: true -3 5 0.5
no size: true
strings: one,two,three 2
iov: onethree oneth ''
bad iov: nil EFAULT
bad argv: nil EFAULT
freed: nil freed already
not ours: true
pipe: 0
through: 5 5 bytes
TEXT
diff expected "$log" || fail "not as expected (<)"

hooked sh -c 'exec env -i /bin/echo one two'
expect_out 'one two'
find_log '^exec: /usr/bin/env env -i /bin/echo one two$|^exec: /bin/env env -i /bin/echo one two$'
find_log '^exec: /bin/echo /bin/echo one two$'
