#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zp.sleep holds nobody up: other threads' handlers run meanwhile, and so do the
# program's signal handlers, whose calls are hooked. zp.now tells how long it was.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
local open, started = 0, zp.now()
zp.hook("write", { fd = 90, count = 1 }, function(regs, _, _, count)
  local before, nr = zp.now(), regs.nr
  zp.sleep(0.2)
  print("slept", (zp.now() - before) // 1000000 >= 200, regs.nr == nr, regs.count == count,
    regs.ret)
end)
zp.hook("getppid", function() print("meanwhile", zp.now() > started) return 4242 end)
print("at load", zp.comm(), zp.exe() == "/proc/self/exe" or zp.exe():match "[^/]*$")
zp.sleep(0.001)
print(pcall(zp.sleep, -1))
zp.hook("close", function(_, fd) print("descriptor", zp.fd.path(0), zp.fd.path(fd)) end)
LUA
hooked "$TEST_TARGETS/sleeping"
expect_status 0
expect_out '4242 signalled EBADF'
grep -vE 'descriptor' "$log" >said
cat >expected <<'TEXT'
at load	sleeping	sleeping
false	bad argument #1 to '?' (must be a number of seconds)
meanwhile	true
meanwhile	true
slept	true	true	true	nil
TEXT
sed 's/^meanwhile.*/meanwhile	true/' said | diff expected - || fail "not as expected (<)"
hooked "$TEST_TARGETS/calls" close:77
find_log '^descriptor	/dev/null	nil	ENOENT$'
