#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# What a program writes is changed on its way.
. "$(dirname "$0")/../lib.sh"

printf 'hello, world\nsecond line\n' >text
native sh -c 'cat text | cat'
expect_out 'hello, world
second line'
hooked sh -c 'cat text | cat'
expect_status 0
expect_out 'HELLO, WORLD
SECOND LINE'
expect_no_err
hooked sh -c 'echo from dash; /bin/echo from echo'
expect_out 'FROM DASH
FROM ECHO'
cmp -s text - <<TEXT || fail "the file was changed"
hello, world
second line
TEXT
