#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A script that does not compile, or fails while it is loaded: the message
# names file and line.
. "$(dirname "$0")/../lib.sh"

printf 'local x = 1\nif x then then\n' >syntax.lua
refused "$tmp/syntax.lua:2: .*then" ZPOLINE_SCRIPT="$tmp/syntax.lua"

printf 'local t\n\nprint(t.x)\n' >runtime.lua
refused "$tmp/runtime.lua:3: .*nil value" ZPOLINE_SCRIPT="$tmp/runtime.lua" \
	ZPOLINE_LOG="$log"
find_err 'stack traceback'
