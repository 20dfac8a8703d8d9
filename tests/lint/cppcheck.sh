#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Nothing that cppcheck warns of. It takes the assembler's symbols for objects
# of their own, and dispatch()'s struct call, filled in as needed, for unset. Later
# versions than Debian 12's are wrong about other things.
. "$(dirname "$0")/../lib.sh"
needs cppcheck

wanted=2.10
version=$(cppcheck --version | sed 's/.* //')
[ "$version" = "$wanted" ] ||
	skip "cppcheck $version finds other things than $wanted does"
cd "$root" || exit 1
exec cppcheck -q -j 2 --error-exitcode=1 --std=c11 --inline-suppr \
	--enable=warning,performance,portability \
	--suppress=comparePointers --suppress=ctuuninitvar \
	'-D__attribute__(x)=' -I include -I src -I . \
	src bindings tests/unit tests/targets tests/transparency examples
