#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Children are hooked too, whatever starts them.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
zp.hook("getpid", function() return 42 end)
LUA
hooked bash -c "'$TEST_TARGETS/getpid'; ('$TEST_TARGETS/getpid'); echo end"
expect_status 0
expect_out '42
42
end'
[ -z "$PYTHON" ] || {
	hooked "$PYTHON" -c 'import os, subprocess, sys
subprocess.run([os.environ["TEST_TARGETS"] + "/getpid"])
os.system(os.environ["TEST_TARGETS"] + "/getpid")
sys.exit(os.spawnv(os.P_WAIT, os.environ["TEST_TARGETS"] + "/getpid", ["x"]))'
	expect_status 0
	expect_out '42
42
42'
}
expect_no_err
