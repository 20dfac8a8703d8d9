#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Programs that cannot be hooked are not started: one message, with a remedy.
. "$(dirname "$0")/cli.sh"
needs cc

option=
# no STATUS REGEX PROGRAM...
no() {
	expected=$1
	regex=$2
	shift 2
	# shellcheck disable=SC2086 # a word, or none
	zpoline run $option -e '' -- "$@"
	expect_status "$expected"
	expect_no_out
	find_err "$regex"
	[ "$(wc -l <err)" -eq 1 ] || fail "more than one line"
	grep -q Remedy: err || fail "no remedy"
}

no 127 '^zpoline: nosuchprogram: there is no such program' nosuchprogram
no 127 '^zpoline: ./missing: ' ./missing
echo text >plain
no 126 '^zpoline: ./plain: .*Permission denied' ./plain
no 126 '^zpoline: /: ' /

printf 'int main(void) { return 0; }\n' >main.c
cc -static -o static main.c || fail "cc -static"
option=--preload
no 125 'static: it is linked statically.*Remedy: leave out --preload' ./static
printf '#!%s/static\n' "$tmp" >script
chmod +x script
no 125 'static: it is linked statically' ./script
option=
printf '#!/no/such/interpreter\n' >script
no 126 'interpreter /no/such/interpreter is not there' ./script

cc -o program main.c
printf '\3\0' | dd of=program bs=1 seek=18 conv=notrunc 2>/dev/null # EM_386
no 125 'it is not an x86-64 program' ./program

# rights that it gains, if this user has them not
cc -o rights main.c
if [ "$(id -u)" -eq 0 ]; then
	chmod 4755 rights
	zpoline run -e '' -- ./rights
	expect_status 0
	command_for_all
	unprivileged
	if findmnt -no OPTIONS -T "$tmp" | grep -q nosuid; then
		skip "well, but $tmp is mounted nosuid"
	fi
	no 125 'rights: it is set-user-ID.*no-new-privs' ./rights
	run setpriv --no-new-privs "$ZPOLINE" run -o fd:1 -e 'print "hooked"' -- ./rights
	expect_out hooked
fi
