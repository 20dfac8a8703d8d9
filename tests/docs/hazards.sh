#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The table of hazards names every transparency target, and no test that is not
# there.
. "$(dirname "$0")/../lib.sh"

sed -n '/^## Hazards/,/^## [^H]/s/^| .*|\(.*\)|$/\1/p' \
	"$root/docs/internals.md" | tr ';' ' ' | tr -s ' ' '\n' | sort -u >names
cd "$root/tests" || exit 1

for path in transparency/*.c transparency/*.cc; do
	name=$(basename "$path")
	name=${name%.*}
	grep -qx "$name" "$tmp/names" ||
		fail "transparency.$name is not in the table"
done

# The file of a test, as ctest names it.
file_of() {
	rest=${1#*.}
	case $1 in
	behaviour.*) echo "behaviour/$rest.sh" ;;
	cli.*) echo "cli/$rest.sh" ;;
	catalogue.*) echo "catalogue/$rest.lua" ;;
	coverage.shares) echo "coverage/shares.sh" ;;
	coverage.*) echo "coverage/programs/$rest.sh" ;;
	fuzz.*) echo "fuzz/fuzz_$rest.c" ;;
	soak.programs.*) echo "soak/programs/${rest#*.}.sh" ;;
	soak.stress.*) echo "soak/stress/${rest#*.}.c" ;;
	unit.*) echo "unit/test_$rest.c" ;;
	*)
		file=transparency/$1.c
		[ -e "$file" ] || file=transparency/$1.cc
		echo "$file"
		;;
	esac
}

while read -r name; do
	case $name in
	'' | tests) continue ;; # the table's head
	esac
	[ -e "$(file_of "$name")" ] || fail "there is no test $name"
done <"$tmp/names"
