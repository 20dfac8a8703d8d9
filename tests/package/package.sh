# shellcheck shell=sh
# SPDX-License-Identifier: MIT OR Apache-2.0
#
# Sourced by the tests of packages, beside tests/lib.sh.
. "$(dirname "$0")/../lib.sh"
needs cmake

[ -e "$build/CMakeCache.txt" ] || skip "the library is not in a build folder"
LIBDIR=${LIBDIR:-lib}
VERSION=${VERSION:-$(sed -n 's/^CMAKE_PROJECT_VERSION:.*=//p' "$build/CMakeCache.txt")}

# install_into ROOT: as for a system whose root is there, with the prefix /usr.
install_into() {
	DESTDIR=$1 cmake --install "$build" --prefix /usr >install.log 2>&1 || {
		cat install.log
		fail "cmake --install"
	}
}

# files_of ROOT: all but folders.
files_of() {
	(cd "$1" && find . ! -type d | sed 's/^\.//' | sort)
}
