#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The man page is sound, and has every option of every command.
. "$(dirname "$0")/cli.sh"

for name in run test trace top list new check syscalls report doctor; do
	"$ZPOLINE" "$name" --help >help
	grep -q "Cm $name" "$root/man/zpoline.1" || fail "no command $name"
	grep -oE -- '--[a-z][a-z-]+' help | sort -u | while read -r option; do
		grep -qE -- "Fl -${option#--}( |\$)" "$root/man/zpoline.1" ||
			echo "$name $option"
	done >missing
	[ ! -s missing ] || fail "not in the man page: $(cat missing)"
done
needs mandoc
run mandoc -T lint -W warning "$root/man/zpoline.1"
expect_no_out
expect_status 0
