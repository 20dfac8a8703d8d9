# shellcheck shell=sh
# SPDX-License-Identifier: MIT OR Apache-2.0
#
# compare OBJECT SOURCE LEAST [NAMES [WORD...]]: of the syscall instructions that objdump
# finds in OBJECT, LEAST per cent may become jumps, all of them in functions that
# SOURCE tells of. Each that may be rewritten is one of objdump's instructions, and its
# function begins where objdump has one. NAMES is the same object with symbols. The
# words are for bounds itself.
. "$(dirname "$0")/../lib.sh"
needs objdump

compare() {
	"$TEST_TARGETS/bounds" "$1" ${5:+"$5"} ${6:+"$6"} >"$tmp/bounds" || fail "bounds $1"
	objdump -d --no-show-raw-insn "${4:-$1}" >"$tmp/code"
	sed -n 's/^0*\([0-9a-f]*\) <.*>:$/\1/p' "$tmp/code" >"$tmp/starts"
	sed -n 's/^ *\([0-9a-f]*\):[	 ]*syscall *$/\1/p' "$tmp/code" >"$tmp/sites"
	awk -v source="$2" '
		FILENAME ~ /starts$/ { start[$1] = 1; next }
		FILENAME ~ /sites$/ { site[$1] = 1; sites++; next }
		!/ (jump|call)( |$)/ { next }
		!($1 in site) { print "no instruction:", $0; bad = 1 }
		!($3 in start) { print "no function:", $0; bad = 1 }
		$2 != source { print "by another source:", $0; bad = 1 }
		/ jump / { jumps++ }
		$NF >= 0 { constant++ }
		END { print jumps + 0, sites + 0, constant + 0; exit bad }
	' "$tmp/starts" "$tmp/sites" "$tmp/bounds" >"$tmp/counts" || {
		cat "$tmp/counts"
		fail "$1: what may be rewritten is not what objdump has"
	}
	read -r jumps sites constant <"$tmp/counts"
	echo "$1: $jumps of $sites sites may be jumps, $constant with a constant number"
	[ "$sites" -gt 0 ] || fail "$1 has no sites"
	[ $((jumps * 100)) -ge $((sites * $3)) ] || fail "$1: too few"
}
