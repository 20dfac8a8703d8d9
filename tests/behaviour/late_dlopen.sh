#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# An object loaded after the start is rewritten before its code runs, each time
# it comes back; what is not provable stays as it is. Nothing grows.
. "$(dirname "$0")/../lib.sh"

# In front of a site is a jump, over five bytes or six; or it is a call.
script <<'LUA'
local jumps, calls = 0, 0
zp.hook("getppid", function(r)
  local before = zp.mem.read(r.rip - 6, 2) or ""
  if zp.mem.read(r.rip, 2) == "\xff\xd0" then
    calls = calls + 1
  elseif before:find "\xe9" then
    jumps = jumps + 1
  end
  return 4242
end)
zp.on("exit", function() print(("%d jumps, %d calls"):format(jumps, calls)) end)
LUA

# loads TEXT: what is found at the sites of an object that is loaded 1101 times,
# and at those of libc that the program comes from three times. The object does not wait
# for its calls to be many.
loads() {
	mode_variables="$mode_variables ZPOLINE_ANALYSIS=start"
	for layout in separate-code noseparate-code; do
		late=$TEST_TARGETS/late-$layout.so
		: >"$log"
		hooked "$TEST_TARGETS/late_dlopen" "$late" 1000
		expect_status 0
		expect_out 'same same same'
		find_log "^$1\$"
		hooked "$TEST_TARGETS/late_dlopen" "$late" 300 4
		expect_status 0
	done
}

# without the net: what each of its three sites gives
gives() {
	hooked "$TEST_TARGETS/late_dlopen" "$late" 10
	expect_status 0
	expect_out "$1"
	hooked ZPOLINE_EXCLUDE='late-*.so' "$TEST_TARGETS/late_dlopen" "$late" 10
	expect_status 0
	expect_out 'other other other'
}

late_dlopen() {
	case $1 in
	auto) loads '3306 jumps, 0 calls' ;;
	bare) gives 'same same same' ;;
	# one site keeps data in its red zone
	zpoline) loads '0 jumps, 2205 calls' ;;
	nonet) gives 'same other same' ;;
	esac
}
each 'auto bare zpoline nonet' late_dlopen
