# shellcheck shell=sh
# SPDX-License-Identifier: MIT OR Apache-2.0
#
# Sourced by the tests of the command, in place of lib.sh, which it brings along:
#
#   zpoline ARGUMENT...   run it; files out and err, and $status, as of native
#
# Its own log is standard error, or what the test says.

. "$(dirname "$0")/../lib.sh"

ZPOLINE=$build/zpoline
[ -x "$ZPOLINE" ] || skip "the command is not built"

zpoline() {
	run "$ZPOLINE" "$@"
}

# The command, its library and its scripts where another user can read them.
command_for_all() {
	mkdir "$tmp/for_all" "$tmp/for_all/share"
	cp "$ZPOLINE" "$TEST_LIB" "$tmp/for_all"
	mkdir "$tmp/for_all/share/zpoline"
	cp -r "$root/scripts" "$tmp/for_all/share/zpoline/scripts"
	chmod -R a+rX "$tmp"
	chmod a+rwx "$tmp"
	ZPOLINE=$tmp/for_all/zpoline
}

# unprivileged: run what follows as a user without rights.
unprivileged() {
	[ "$(id -u)" -eq 0 ] || return 0
	needs setpriv
	# shellcheck disable=SC2034 # run() of lib.sh begins with it
	as='setpriv --reuid=65534 --regid=65534 --clear-groups'
}
