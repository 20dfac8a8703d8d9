#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# cmake --install: the files that there should be and no others, none of which
# knows where it was built; install_manifest.txt names them all.
. "$(dirname "$0")/package.sh"
needs readelf strings

install_into "$tmp/root"
doc=share/doc/zpoline-lua
{
	printf '%s\n' include/zpoline.h "$LIBDIR/libzpoline.so" "$LIBDIR/libzpoline.so.0" \
		"$LIBDIR/pkgconfig/zpoline.pc" "$LIBDIR/cmake/zpoline/zpolineConfig.cmake" \
		"$LIBDIR/cmake/zpoline/zpolineConfigVersion.cmake" \
		"$doc/README.md" "$doc/CHANGELOG.md" "$doc/SECURITY.md" "$doc/copyright" \
		"$doc/LICENSE" "$doc/LICENSE-MIT" "$doc/LICENSE-APACHE"
	[ ! -e "$root/cmake/ZpolineAddTest.cmake" ] ||
		echo "$LIBDIR/cmake/zpoline/ZpolineAddTest.cmake"
	(cd "$root" && find docs examples -type f | sed "s|^|$doc/|")
	(cd "$root" && find typings -type f | sed 's|^|share/zpoline/|')
	python=lib/python3/dist-packages
	printf '%s\n' "$python/pytest_zpoline.py" \
		"$python/pytest_zpoline-$VERSION.dist-info/METADATA" \
		"$python/pytest_zpoline-$VERSION.dist-info/entry_points.txt"
	# What the command installs.
	[ ! -e "$root/src/cli" ] || {
		printf '%s\n' bin/zpoline share/bash-completion/completions/zpoline \
			share/zsh/site-functions/_zpoline
		(cd "$root" && find scripts -name '*.lua' | sed 's|^|share/zpoline/|')
		(cd "$root/man" && find . -name '*.[1-8]' |
			sed 's|.*/\(.*\.\(.\)\)$|share/man/man\2/\1|')
	}
} | sed 's|^|/usr/|' | sort >expected
files_of root >there
diff expected there || fail "installed is not what was expected (<)"

while read -r file; do
	! strings -a "root$file" | grep -nF -e "$root" -e "$build" ||
		fail "$file knows the folder of its sources"
done <there

lib=root/usr/$LIBDIR/libzpoline.so
readelf -d "$lib" | grep -q 'soname: \[libzpoline.so.0\]' || fail "its soname"
! readelf -d "$lib" | grep -E 'R(UN)?PATH' || fail "a path to libraries"
[ "$(readlink "$lib.0")" = libzpoline.so ] || fail "the link for its soname"
! readelf -S "$lib" | grep -q '\.debug_info' || fail "debug information"

sort "$build/install_manifest.txt" | diff expected - ||
	fail "install_manifest.txt is not all (<)"
sed "s|^|$tmp/root|" "$build/install_manifest.txt" | tr '\n' '\0' | xargs -0 rm
files_of root | grep . && fail "left by rm of what the manifest names"
exit 0
