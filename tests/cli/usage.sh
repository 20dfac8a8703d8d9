#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Help fits a screen; what is nearly right gets a suggestion and status 2.
. "$(dirname "$0")/cli.sh"

fits() {
	zpoline "$@"
	expect_status 0
	expect_no_err
	[ "$(wc -l <out)" -le 24 ] || fail "$*: more than 24 lines"
	awk 'length > 80 { exit 1 }' out || fail "$*: a line is longer than 80"
}

fits --help
sed -n 's/^  \([a-z][a-z]*\)   *[a-z].*/\1/p' out >commands
[ "$(wc -l <commands)" -eq 10 ] || fail "not 10 commands"
while read -r name; do
	fits "$name" --help
	find_out "^Usage: zpoline $name( |$)"
	fits help "$name"
done <commands

zpoline --version
expect_out "zpoline $(sed -n 's/^project(.* VERSION \([0-9.]*\).*/\1/p' "$root/CMakeLists.txt")"

wrong() {
	regex=$1
	shift
	zpoline "$@"
	expect_status 2
	expect_no_out
	find_err "$regex"
}

wrong 'no command.*Remedy'
wrong "unknown command 'tarce' \(did you mean 'trace'\?\)" tarce ls
wrong "unknown command 'ls'.*zpoline run" ls
wrong "run: unknown option '--scrpit' \(did you mean '--script'\?\)" run --scrpit=x true
wrong "run: unknown option '-q'" run -q true
wrong "run: '-s' needs a value" run -s
# options that have no value, of all commands
no_value() {
	zpoline "$1" --help
	sed -n 's/^ *\(-[a-zA-Z], \)*\(--[a-z-]*\) .*/\2/p' out >flags
	while read -r flag; do
		wrong "^zpoline: $1: '$flag' takes no value. Remedy: zpoline $1 --help" "$1" "$flag=3" true
	done <flags
}
while read -r name; do
	no_value "$name"
done <commands
wrong "^zpoline: trace: '--preloa' takes no value" trace --preloa= true
wrong "^zpoline: trace: '-f' takes no value" trace -f=3 true
wrong "^zpoline: trace: unknown option '-='" trace -= true
wrong 'run: no program is named' run -e ''
wrong 'run: no script' run true
wrong "trace: -e: unknown system call 'opennat' \(did you mean 'openat'\?\)" trace -e opennat true
wrong 'trace: -e: unknown class .%fil. \(known are .*%file' trace -e %fil true
wrong 'trace: -e inject: unknown system call' trace -e inject=opn:error=EIO true
wrong 'trace: -p: .*strace -p 1' trace -p 1
wrong 'trace: -c .*-ff.*Remedy: -f' trace -c -ff true
wrong 'trace: -c .*-ff.*Remedy: -f' trace -C -ff -o log true
wrong "report: unknown option '--flaem' \(did you mean '--flame'\?\)" report log --flaem
wrong 'report: one FILE is wanted' report
wrong "did you mean 'near'" run --engine=nera -e '' true

zpoline run -s opensnop -- true
expect_status 125
find_err "no script 'opensnop' \(did you mean 'opensnoop'\?\)"
zpoline run -s ./missing.lua -- true
expect_status 125
find_err '^zpoline: ./missing.lua: cannot be read .*Remedy'
