#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Libraries that come with a module work, and calls that a function of theirs
# makes are hooked.
. "$(dirname "$0")/../lib.sh"
"$PYTHON" -c 'import ctypes, ssl' 2>/dev/null || skip "python3 lacks ssl"

works() {
	script </dev/null
	same_output "$PYTHON" -c '
import ctypes, hashlib, ssl
c = ssl.create_default_context()
print(ssl.OPENSSL_VERSION, hashlib.sha256(b"x").hexdigest(), len(c.get_ciphers()))
print(ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)(lambda x: x + 1)(41))'
	expect_status 0
	script <<'LUA'
zp.hook("getppid", function() return 4242 end)
LUA
	hooked ZPOLINE_SUD=off "$PYTHON" -c '
import ctypes, sys
print(ctypes.CDLL(sys.argv[1]).late_far())' \
		"$TEST_TARGETS/late-separate-code.so"
	expect_out 4242
}
each 'auto zpoline' works
