#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Completion: commands, scripts, calls, options, and then the program.
. "$(dirname "$0")/cli.sh"
needs bash

cat >complete.bash <<'BASH'
. "$1"
shift
COMP_WORDS=(zpoline "$@")
COMP_CWORD=$#
_zpoline
printf '%s\n' "${COMPREPLY[@]}"
BASH

# words WORD...: what the last one can become.
words() {
	run env PATH="$(dirname "$ZPOLINE"):$PATH" bash --norc complete.bash \
		"$root/completions/zpoline.bash" "$@"
	expect_status 0
}

words tr
expect_out trace
words run -s opensn
expect_out opensnoop
words trace -e openat2
expect_out openat2
words trace --js
expect_out --json
words syscalls epoll_cr
[ "$(sort out | tr '\n' ' ')" = 'epoll_create epoll_create1 ' ] || fail "calls"
: >hook.lua
: >hook.txt
words check hoo
expect_out hook.lua
words run -s trace -- cat hook.t
expect_out hook.txt
words report hoo
find_out '^hook.txt$'
words report --fl
expect_out --flame
words trace -e read -T mkd
find_out '^mkdir$'

command -v zsh >/dev/null || skip "well, but zsh is not installed"
run zsh -n "$root/completions/_zpoline"
expect_status 0
expect_no_err
# shellcheck disable=SC2016 # for zsh
run zsh -fc 'fpath=($1 $fpath); autoload -U compinit; compinit -uD
	print $_comps[zpoline]; autoload +X _zpoline' zsh "$root/completions"
expect_out _zpoline
