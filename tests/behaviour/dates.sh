#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# os.date and os.time without libc: as lua5.4 has them, in zones with summer
# time, without, with odd offsets, in POSIX rules, and in files that are broken.
. "$(dirname "$0")/../lib.sh"
needs lua5.4
[ -e /usr/share/zoneinfo/Europe/Berlin ] || skip "no time zones are installed"

same=$script
script <<LUA
_G.say = print
dofile "$same"
LUA
printf 'TZif broken' >broken
for zone in Europe/Berlin America/New_York Australia/Lord_Howe Asia/Kathmandu \
	America/St_Johns Africa/Casablanca Europe/Dublin Pacific/Apia UTC '' nonsense \
	:Asia/Tokyo /usr/share/zoneinfo/Europe/London 'CET-1CEST,M3.5.0,M10.5.0/3' \
	'EST5EDT' '<+0330>-3:30' 'AEST-10AEDT,M10.1.0,M4.1.0/3' 'XXX3YYY,J60,300/-1'; do
	TZ=$zone native lua5.4 "$same"
	expect_status 0
	mv out native_out
	: >"$log"
	TZ=$zone hooked true
	expect_status 0
	diff native_out "$log" >differs || {
		head -n 20 differs
		fail "not as with lua5.4 (<), TZ=$zone"
	}
done
script <<'LUA'
print(os.date("%Z", 0) ~= "", os.date("!%c", 0), os.date("%H", 0))
LUA
hooked env -u TZ true
find_log '^true	Thu Jan  1 00:00:00 1970	[0-9]+$'
for zone in "$tmp/broken" ../../etc/localtime nonsense 'AAA1BBB,M13'; do
	: >"$log"
	TZ=$zone hooked true
	find_log '^true	Thu Jan  1 00:00:00 1970	00$'
done
