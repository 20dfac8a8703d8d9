#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline.common: one value for all processes of a run, over fork and exec, also when the
# first has ended or one was killed; and no file is left.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
local value = require("zpoline.common").open "test"
local function add()
  return value:change(function(text)
    local n = (tonumber(text) or 0) // 1 | 0
    return ("%d"):format(n + 1), n + 1
  end)
end
zp.log("%d", add())
zp.hook("sched_get_priority_max", add)
LUA
# counted N...: that is what programs have logged at their start
counted() {
	sort -n "$log" | tr '\n' ' ' >said
	[ "$(cat said)" = "$* " ] || fail "counted: $(cat said), not $*"
	rm -f "$log"
	for file in "$tmp"/zpoline-run.*; do
		[ ! -e "$file" ] || fail "left: $file"
	done
}
mkfifo gate
programs() {
	hooked sh -c '/bin/true; /bin/true & /bin/true & wait; exec sh -c "/bin/true; exec /bin/true"'
	counted 1 2 3 4 5 6 7
	hooked sh -c 'env -i /bin/true; exit'
	counted 1 2 3
	# the first ends, then others are started
	hooked sh -c '(read line <gate; /bin/true; exec /bin/true) & exit'
	echo >gate
	while ls "$tmp"/zpoline-run.* >/dev/null 2>&1; do sleep 0.05; done
	counted 1 2 3
}
each 'auto thread' programs

# all at once, some of them killed, and a parent that goes on in another root
[ -x "$PYTHON" ] || skip "well, but python3 is not installed"
cat >program.py <<'PY'
import os, subprocess, sys
def add(): return os.sched_get_priority_max(0)
if len(sys.argv) > 1:
    for _ in range(100): add()
    os._exit(0)
killed = [subprocess.Popen([sys.executable, "-c", "import os\nwhile True: os.sched_get_priority_max(0)"])
          for _ in range(2)]
for p in killed:
    while add() < 200: pass
    p.kill(), p.wait()
at = add()
children = []
for i in range(4):
    pid = os.fork()
    if pid == 0:
        if i % 2: os.execv(sys.executable, [sys.executable, sys.argv[0], "count"])
        for _ in range(100): add()
        os._exit(0)
    children.append(pid)
for pid in children: os.waitpid(pid, 0)
print(add() - at)
PY
rm -f "$log"
hooked "$PYTHON" program.py
expect_out 403 # and two that began

# of a run that was killed nothing is left when the next one begins
hooked sh -c 'kill -9 $$'
ls "$tmp"/zpoline-run.* >/dev/null 2>&1 || fail "it went by itself: what is this test about?"
rm -f "$log"
hooked true
counted 1
