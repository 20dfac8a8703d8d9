#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The library's dynamic symbols are those of zpoline.h: the program may be Lua
# itself, or use the same disassembler.
. "$(dirname "$0")/../lib.sh"
needs nm

nm -D --defined-only "$TEST_LIB" | sed 's/.* //' | sort >exported
sed -n 's/^ZPOLINE_EXPORT .*[ *]\(zpoline_[a-z_]*\)(.*/\1/p' \
	"$root/include/zpoline.h" | sort >declared
[ -s declared ] || fail "no declaration found in zpoline.h"
diff declared exported || fail "declared and exported symbols differ (< declared)"
