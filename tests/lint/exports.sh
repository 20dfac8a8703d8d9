#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The library's dynamic symbols are those of zpoline.h: the program may be Lua
# itself, or use the same disassembler.
. "$(dirname "$0")/../lib.sh"
needs nm readelf

nm -D --defined-only "$TEST_LIB" | sed 's/.* //' | sort >exported
sed -n 's/^ZPOLINE_EXPORT .*[ *]\(zpoline_[a-z_]*\)(.*/\1/p' \
	"$root/include/zpoline.h" | sort >declared
[ -s declared ] || fail "no declaration found in zpoline.h"
diff declared exported || fail "declared and exported symbols differ (< declared)"

# what stands for it where the loader did not load it, with its table
nm -D --defined-only "$build/src/stand_in.so" | sed 's/.* //' | grep -v '^zpoline_stand_in$' |
	sort >standing
diff declared standing || fail "declared, and exported by the stand-in (< declared)"
[ "$(readelf -dW "$TEST_LIB" | grep SONAME)" = "$(readelf -dW "$build/src/stand_in.so" | grep SONAME)" ] ||
	fail "the stand-in has another soname"
