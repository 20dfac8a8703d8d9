#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# C and C++ are laid out as .clang-format says. (By version: releases differ.)
. "$(dirname "$0")/../lib.sh"
needs clang-format-14

cd "$root" || exit 1
find src bindings tests examples \( -name '*.[ch]' -o -name '*.cc' \) \
	! -path bindings/tables/syscalls.c ! -path bindings/tables/errno.c \
	-exec clang-format-14 --dry-run --Werror {} +
