#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A program that clears or replaces the environment has hooked children all the
# same, by whatever call it runs them.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
zp.hook("getpid", function() return 42 end)
zp.hook("openat", function(_, _, path) print("open " .. tostring(zp.mem.string(path))) end)
LUA

hooked env -i /bin/sh -c 'ls /proc/self/task/. >/dev/null; true'
expect_status 0
expect_no_err
find_log '^open /proc/self/task/\.$'

for way in null empty inherit edge edge_preload preload big at fd vfork; do
	hooked "$TEST_TARGETS/exec_environment" $way "$TEST_TARGETS/getpid"
	expect_status 0
	expect_no_err
	expect_out 42
done

hooked "$PYTHON" -c 'import os, subprocess
subprocess.run([os.environ["TEST_TARGETS"] + "/getpid"], env={})'
expect_status 0
expect_out 42
