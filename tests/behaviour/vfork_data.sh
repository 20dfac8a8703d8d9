#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# What a handler keeps in regs.data when its call does not come back, in a child
# of vfork, does not get in the way of the next child.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
zp.hook("execve", function(regs)
  regs.data = {}
  return regs:call()
end)
LUA
hooked ZPOLINE_FOLLOW=0 "$PYTHON" -c '
import subprocess
for _ in range(3):
    print(subprocess.run(["/bin/true"]).returncode)'
expect_status 0
expect_out '0
0
0'
