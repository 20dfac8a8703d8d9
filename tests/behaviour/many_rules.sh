#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# However many rules there are: each call meets all of its own.
. "$(dirname "$0")/../lib.sh"

hooked "$TEST_TARGETS/calls" 'write:90:1*5' 'thread:write:90:1*3' 'getppid*7' \
	'close:90*2' 'sync:0*4' 'unlink:/none*6' 'fork:getppid*9'
expect_status 0
find_log '^one	4	4$'
find_log '^eight	64	8$'
find_log '^nine	63$'
find_log '^many	400	2$'
find_log '^again	540$'
find_log '^measured	4 4 4 4 4 0 4$'
