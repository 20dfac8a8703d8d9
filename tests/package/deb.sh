#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# cpack -G DEB: twice the same bytes, nothing that lintian warns of, and a package
# that works in a root where nothing is but it and what it depends on.
. "$(dirname "$0")/package.sh"
needs cpack dpkg-deb dpkg-shlibdeps

# pack KIND FOLDER ZONE
pack() {
	(cd "$build" && SOURCE_DATE_EPOCH=1700000000 TZ=$3 cpack -G "$1" -B "$tmp/$2") \
		>cpack.log 2>&1 || { cat cpack.log; fail "cpack"; }
}
pack DEB one UTC
pack DEB two Asia/Tokyo
deb=$(echo one/*.deb)
[ "$deb" = "one/zpoline-lua_$VERSION-1_amd64.deb" ] || fail "its name: $deb"
cmp "$deb" "two/${deb#*/}" || fail "not reproducible"

depends=$(dpkg-deb -f "$deb" Depends)
echo "$depends" | grep -q '^libc6 (>= [0-9.]*)$' || fail "Depends: $depends"
[ -z "$(dpkg-deb -f "$deb" Conffiles)" ] || fail "conffiles"
dpkg-deb -e "$deb" control
[ ! -e control/conffiles ] || fail "conffiles"
if command -v lintian >/dev/null; then
	run lintian --allow-root --no-cfg --fail-on error,warning "$deb"
	expect_status 0
fi

# All that cmake --install lays down is there; a page or a changelog is packed.
install_into "$tmp/installed"
dpkg-deb -x "$deb" unpacked
files_of installed | sed 's|.*/||' | grep -v -e '^LICENSE' -e '^CHANGELOG' >names
files_of unpacked | sed 's|.*/||; s/\.gz$//' | sort >packed
while read -r name; do
	grep -qxF "$name" packed || fail "$name is not in the package"
done <names
lib=$(cd unpacked && find usr/lib -name libzpoline.so)
script <<'LUA'
zp.hook("openat", function(_, _, path) print(zp.mem.string(path)) end)
LUA
TEST_LIB=$tmp/unpacked/$lib
hooked ls /etc
expect_status 0
find_log '^/etc$'

pack TGZ three UTC
mkdir archive && tar -xzf three/*.tar.gz -C archive --strip-components 1
TEST_LIB=$(echo "$tmp"/archive/lib*/libzpoline.so)
: >"$log"
hooked ls /etc
find_log '^/etc$'

[ "$(id -u)" -eq 0 ] || skip "well, but a root of its own needs root"
unshare -mpf true 2>/dev/null || skip "well, but there are no namespaces here"

# closure PACKAGES: with what they depend on.
closure() {
	printf '%s\n' "$@" >wanted
	while :; do
		# shellcheck disable=SC2046 # a list of words
		dpkg-query -W -f '${binary:Package} ${Pre-Depends}, ${Depends}\n' \
			$(cat wanted) 2>/dev/null | sed 's/:[a-z0-9]*//g; s/([^)]*)//g; s/|[^,]*//g' |
			tr -s ', ' '\n' | cat - wanted | grep . | sort -u >closure
		! cmp -s wanted closure || break
		mv closure wanted
	done
	cat wanted
}

# lay PACKAGE: its files, and what dpkg knows of it.
lay() {
	mkdir -p fresh/var/lib/dpkg/info fresh/var/lib/dpkg/updates fresh/proc fresh/etc fresh/tmp
	for folder in bin sbin lib lib64; do
		[ ! -L "/$folder" ] || [ -e "fresh/usr/$folder" ] ||
			{ mkdir -p "fresh/usr/$folder" && ln -s "usr/$folder" "fresh/$folder"; }
	done
	dpkg -L "$1" | grep -v -e /locale/ -e '^/usr/share/doc' -e /gconv/ | while read -r file; do
		[ ! -f "$file" ] || (cd / && cp --parents -P "$file" "$tmp/fresh")
	done
	dpkg-query -s "$1" | sed '/^Conffiles:/,/^[^ ]/{/^Conffiles:/d;/^ /d}' >>fresh/var/lib/dpkg/status
	echo >>fresh/var/lib/dpkg/status
}

# shellcheck disable=SC2046 # a list of words
for package in $(closure $(echo "$depends" | sed 's/([^)]*)//g; s/,/ /g') coreutils dash libc-bin); do
	dpkg-query -s "$package" >/dev/null 2>&1 || continue
	lay "$package"
done
run dpkg --root="$tmp/fresh" -i "$deb"
expect_status 0
cp "$script" fresh/hook.lua

# within COMMAND: in that root.
within() {
	run unshare -mpf --root="$tmp/fresh" --mount-proc "$@"
}
within /usr/bin/env ZPOLINE_SCRIPT=/hook.lua ZPOLINE_LOG=/log LD_PRELOAD=libzpoline.so \
	ls -d /etc /tmp
expect_status 0
expect_out '/etc
/tmp'
within /usr/bin/env ZPOLINE_SCRIPT=/hook.lua ZPOLINE_LOG=/log LD_PRELOAD=libzpoline.so \
	ls /usr
log=$tmp/fresh/log
find_log '^/usr$'
if [ -e fresh/usr/bin/zpoline ]; then
	within zpoline run -e 'zp.hook("openat", function(_, _, p) print(zp.mem.string(p)) end)' \
		-- ls /usr
	expect_status 0
	find_err '^/usr$'
	within zpoline trace -e openat ls /usr
	expect_status 0
	find_err '^openat\(AT_FDCWD, "/usr"'
fi

run dpkg --root="$tmp/fresh" -P zpoline-lua
expect_status 0
! find fresh -name '*zpoline*' | grep . || fail "left behind by dpkg -P"
