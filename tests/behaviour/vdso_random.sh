#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The vDSO's getrandom is asked what its state takes before it is used; hooked
# it still says that, and the bytes go through the hook.
. "$(dirname "$0")/../lib.sh"

native "$TEST_TARGETS/vdso" params
[ "$status" -ne 77 ] || skip "this vDSO has no getrandom"
mv out native_out
script <<'LUA'
local calls = 0
zp.hook("getrandom", function(_, buf, count)
  calls = calls + 1
  zp.mem.write(buf, ("\0"):rep(count))
  return count
end)
zp.on("exit", function() zp.log("%d calls", calls) end)
LUA
hooked "$TEST_TARGETS/vdso" params
expect_status 0
sed 's/random/zero/' native_out | diff - out || fail "other answers (> hooked)"
find_log '^[12] calls$'
