#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A vfork child that takes the number of the log's descriptor takes it from its
# own table: the parent, whose memory it shares, goes on logging.
. "$(dirname "$0")/../lib.sh"
script <<'LUA'
zp.hook("getppid", function() print "asked" end)
LUA
hooked "$TEST_TARGETS/vfork_dup"
expect_status 0
expect_out '3 children'
count_log 4 '^asked$'
