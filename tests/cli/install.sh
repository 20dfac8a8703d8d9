#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Installed under another prefix, the command finds its library and its scripts
# from there: nothing of the build folder is needed.
. "$(dirname "$0")/cli.sh"
needs cmake

[ -e "$build/CMakeCache.txt" ] || skip "the library is not in a build folder"
cmake --install "$build" --prefix "$tmp/prefix" >install.log 2>&1 ||
	{ cat install.log; fail "cmake --install"; }
mv prefix moved
ZPOLINE=$tmp/moved/bin/zpoline
find moved -type l ! -name libzpoline.so.0 | grep . && fail "links"

zpoline doctor
expect_status 0
find_out "^ok    library +$tmp/moved/lib.*/libzpoline.so$"
find_out "^ok    scripts +$tmp/moved/share/zpoline/scripts$"
zpoline trace -e openat -P /etc/passwd cat /etc/passwd
expect_status 0
find_err '^openat\(AT_FDCWD, "/etc/passwd"'
zpoline run -e 'print "chunk"' -s opensnoop -o log -- cat /etc/passwd
find_log '^chunk$'
find_log ' /etc/passwd$'
run ln -s "$ZPOLINE" "$tmp/link"
ZPOLINE=$tmp/link
zpoline list
find_out '^  opensnoop '
for file in man/man1/zpoline.1 bash-completion/completions/zpoline \
	zsh/site-functions/_zpoline; do
	[ -s "$tmp/moved/share/$file" ] || fail "no share/$file"
done
