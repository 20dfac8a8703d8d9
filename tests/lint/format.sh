#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# C and C++ are laid out as .clang-format says, by the version that it is for:
# others lay out otherwise.
. "$(dirname "$0")/../lib.sh"

wanted=14
formatter=clang-format-$wanted
if ! command -v "$formatter" >/dev/null; then
	formatter=clang-format
	needs clang-format
	version=$(clang-format --version | sed -n 's/.*version \([0-9]*\).*/\1/p')
	[ "$version" = "$wanted" ] ||
		skip "clang-format $version lays out otherwise than $wanted does"
fi
cd "$root" || exit 1
find include src bindings tests examples \( -name '*.[ch]' -o -name '*.cc' \) \
	! -path src/tables/syscalls.c ! -path src/tables/errno.c \
	-exec "$formatter" --dry-run --Werror {} +
