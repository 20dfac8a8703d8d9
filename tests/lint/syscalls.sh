#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# All system call instructions of the runtime stand in the gate's blob, which
# is copied into the gate region: nowhere else in the library is one.
. "$(dirname "$0")/../lib.sh"
needs objdump nm

address() {
	nm "$TEST_LIB" | sed -n "s/^\([0-9a-f]*\) . $1\$/0x\1/p"
}

start=$(address gate_blob)
end=$(address gate_blob_end)
if [ -z "$start" ] || [ -z "$end" ]; then
	fail "the library has lost the symbol gate_blob"
fi
objdump -d "$TEST_LIB" |
	grep -E '[[:space:]](syscall|sysenter|int +.0x80)' >instructions
[ "$(wc -l <instructions)" -ge 5 ] || fail "no instructions found"
while read -r line; do
	at=0x${line%%:*}
	if [ $((at)) -lt $((start)) ] || [ $((at)) -ge $((end)) ]; then
		fail "outside the gate: $line"
	fi
done <instructions
exit 0
