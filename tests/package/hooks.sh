#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# From what is installed, moved elsewhere: hooks in C are built as docs/install.md
# shows, by pkg-config and by find_package, and work; so does a program that is
# linked to the library.
. "$(dirname "$0")/package.sh"
needs cc ctest pkg-config

install_into "$tmp/root"
mv root/usr moved
TEST_LIB=$tmp/moved/$LIBDIR/libzpoline.so
PKG_CONFIG_PATH=$tmp/moved/$LIBDIR/pkgconfig
export PKG_CONFIG_PATH

# shown LANGUAGE: the block in the document.
shown() {
	sed -n "/^\`\`\`$1\$/,/^\`\`\`\$/{/^\`\`\`/d;p}" "$root/docs/install.md"
}

[ "$(pkg-config --modversion zpoline)" = "$VERSION" ] || fail "its version"
[ -e "$(pkg-config --variable=typings zpoline)/zpoline.lua" ] || fail "the typings' path"
cp "$here/hooks/program.c" "$here/hooks/linked.c" .
cp moved/share/doc/zpoline-lua/examples/short_reads.c hook.c
cc -o program program.c || fail "cc program.c"
./program && fail "the program does not see whether it is hooked"
shown sh >shown.sh
run env PATH="$tmp:$PATH" sh -e shown.sh
expect_status 0
expect_no_err

# shellcheck disable=SC2046 # lists of words
cc -o linked linked.c $(pkg-config --cflags --libs zpoline) || fail "cc linked.c"
run env LD_LIBRARY_PATH="$tmp/moved/$LIBDIR" ./linked
expect_status 0
expect_out 'answered 4711'
# Preloaded besides: it is the same library, once.
preload LD_LIBRARY_PATH="$tmp/moved/$LIBDIR" ./linked
expect_out 'answered 4711'

# configure FOLDER [OPTION]
configure() {
	cmake -S project -B "$@" -Dzpoline_DIR="$tmp/moved/$LIBDIR/cmake/zpoline" >cmake.log 2>&1
}
mkdir project
cp hook.c linked.c program.c project
cp "$here/hooks/project.cmake" project/CMakeLists.txt
shown cmake >project/shown.cmake
configure made || { cat cmake.log; fail "find_package"; }
cmake --build made >cmake.log 2>&1 || { cat cmake.log; fail "cmake --build"; }
(cd made && ctest) >cmake.log 2>&1 || { cat cmake.log; fail "ctest"; }
[ "$(cat made/library)" = "$TEST_LIB" ] || fail "zpoline_LIBRARY"
run made/linked
expect_out 'answered 4711'
sed -i 's/zpoline 0.1/zpoline 1.0/' project/shown.cmake
! configure other || fail "found as a version that it is not"
