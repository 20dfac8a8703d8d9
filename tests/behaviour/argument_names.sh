#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# regs knows the arguments by their names, for reading and for writing.
. "$(dirname "$0")/../lib.sh"

hooked /bin/echo text
expect_status 0
expect_out tex
find_log '^fd 1 count 5 same true$'
find_log "^no 'path': .*not a field.*write"
