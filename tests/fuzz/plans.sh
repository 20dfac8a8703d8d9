# shellcheck shell=sh disable=SC2034,SC2154 # variables are those of lib.sh and of who sources it
# SPDX-License-Identifier: MIT OR Apache-2.0
#
# Sourced by signals.sh and seccomp.sh, behind lib.sh: plans of operations that are
# drawn from a seed are run natively and hooked. What the program sees is the same
# each time that a plan is run, so it must be the same under the library: in each of
# the modes $1 (lib.sh), with each of the scripts $2 (signals/*.lua), for $4 seeds
# from $3 on. "all" is all of them.
#
#   program      the target that runs plans
#   all_scripts  its scripts
#   log_may      a regex of lines that may be in the log
#   options MODE prints what the program is not to do in this mode
#
# The first seeds that differ are shown, each with the smallest plan that still
# differs.
# Variables: PLANS_SHOWN, how many are shown (3); PLANS_TWICE=1, each seed is run
# natively twice first; PLANS_ALL=1, seeds that differ are listed, no more;
# PLANS_OPTIONS for the program, as -x volley,fork; PLANS_IGNORED, a regex of lines
# that do not count.

modes=${1:-auto}
scripts=${2:-star}
first=${3:-1}
count=${4:-200}
plans=$tmp/$program
scripts_folder=$here/signals
seconds=30
TEST_TIMEOUT=900
[ "$modes" != all ] || modes='auto user bare thread keys zpoline nonet sud sud_user exec exec_user'
[ "$scripts" != all ] || scripts=$all_scripts

cp "$TEST_TARGETS/$program" "$plans" || exit 1

# run_native OUT ARGUMENTS...
run_native() {
	to=$1
	shift
	# shellcheck disable=SC2086 # words
	native "$plans" -t "$seconds" ${PLANS_OPTIONS:-} "$@"
	grep -vE "${PLANS_IGNORED:-^$}" "$tmp/out" >"$tmp/$to"
}

# run_hooked MODE SCRIPT OUT ARGUMENTS...
run_hooked() {
	to=$3
	by_script=
	[ "$2" != inside ] || by_script=SIGNALS_BY_SCRIPT=1
	shift 3
	: >"$log"
	# shellcheck disable=SC2086 # a word or none
	hooked $by_script "$plans" -t "$seconds" ${PLANS_OPTIONS:-} "$@"
	grep -vE "${PLANS_IGNORED:-^$}" "$tmp/out" >"$tmp/$to"
}

# The seeds of which the two files differ.
differing() {
	awk '
	FNR == 1 { file++ }
	/^seed / { seed = $2; if (file == 1) seeds[++n] = seed }
	{ text[file, seed] = text[file, seed] $0 "\n" }
	END {
		for (i = 1; i <= n; i++)
			if (text[1, seeds[i]] != text[2, seeds[i]])
				print seeds[i]
	}' "$1" "$2"
}

# differs MODE SCRIPT SEED KEPT
differs() {
	# shellcheck disable=SC2046 # a word or none
	run_native one_native $(options "$1") -k "$4" "$3"
	# shellcheck disable=SC2046
	run_hooked "$1" "$2" one_hooked $(options "$1") -k "$4" "$3"
	! cmp -s "$tmp/one_native" "$tmp/one_hooked"
}

# smallest MODE SCRIPT SEED: the operations that are needed, in $kept.
smallest() {
	# shellcheck disable=SC2086
	kept=$("$plans" ${PLANS_OPTIONS:-} -p "$3" | sed -n 's/^ *\([0-9]*\): .*/\1/p' | tr '\n' ,)
	kept=${kept%,}
	differs "$1" "$2" "$3" "$kept" || return 1
	# halves, quarters, ... of what is left, from its end
	size=$(echo "$kept" | tr , '\n' | wc -l)
	while :; do
		size=$(((size + 1) / 2))
		at=1
		while [ "$at" -le "$(echo "$kept" | tr , '\n' | wc -l)" ]; do
			less=$(echo "$kept" | tr , '\n' |
				sed "$at,$((at + size - 1))d" | tr '\n' ,)
			if differs "$1" "$2" "$3" "${less%,}"; then
				kept=${less%,}
			else
				at=$((at + size))
			fi
		done
		[ "$size" -gt 1 ] || break
	done
	differs "$1" "$2" "$3" "$kept"
}

# section SEED FILE: what a run of many seeds printed of one.
section() {
	awk -v seed="$1" '/^seed / { is = $2 == seed } is' "$2"
}

# varies MODE SEED: does what was seen of it hooked come natively, too? Some of what
# a plan prints depends on how long the program was not run.
varies() {
	section "$2" "$tmp/all_hooked" >"$tmp/was_hooked"
	# shellcheck disable=SC2046,SC2086 # words
	for of_them in 1 2 3 4; do
		for _ in 1 2 3 4 5 6 7 8 9 10; do
			"$plans" -t "$seconds" ${PLANS_OPTIONS:-} $(options "$1") "$2" 1
		done 2>/dev/null >"$tmp/native_$of_them" &
	done
	wait
	grep -vE "${PLANS_IGNORED:-^$}" "$tmp"/native_[1-4] -h |
		was=$(cat "$tmp/was_hooked") awk '
		/^seed / { is = is || text == ENVIRON["was"]; text = $0; next }
		{ text = text "\n" $0 }
		END { exit !(is || text == ENVIRON["was"]) }'
}

# tell MODE SCRIPT SEED
tell() {
	echo "--- mode $1, script $2, seed $3"
	if ! smallest "$1" "$2" "$3"; then
		if varies "$1" "$3"; then
			echo "not again, and so it may be natively"
			found=$((found - 1))
			return
		fi
		echo "not again; it was:"
		section "$3" "$tmp/$all_native" | diff - "$tmp/was_hooked"
		return
	fi
	# shellcheck disable=SC2046,SC2086
	"$plans" $(options "$1") ${PLANS_OPTIONS:-} -p -k "$kept" "$3" | grep -v ':$' | sed 's/^/plan /'
	echo "again: $program $(options "$1") ${PLANS_OPTIONS:-} -k $kept $3"
	diff "$tmp/one_native" "$tmp/one_hooked" | head -n "${PLANS_LINES:-12}"
	[ ! -s "$log" ] || head -n 3 "$log"
}

found=0
left_out=

# run_natively MODE FIRST COUNT: into the file $all_native, once.
run_natively() {
	all_native=native${as:+.user}$(options "$1").$2.$3
	[ ! -e "$tmp/$all_native" ] || return 0
	# shellcheck disable=SC2046
	run_native "$all_native" $(options "$1") "$2" "$3"
	[ -n "${PLANS_TWICE:-}" ] || return 0
	# shellcheck disable=SC2046
	run_native again $(options "$1") "$2" "$3"
	cmp "$tmp/$all_native" "$tmp/again" ||
		fail "differs natively: $(differing "$tmp/$all_native" "$tmp/again" |
			tr '\n' ' ')"
}

# compare MODE SCRIPT FIRST COUNT
compare() {
	script=$scripts_folder/$2.lua
	mode "$1"
	run_natively "$1" "$3" "$4"
	# shellcheck disable=SC2046
	run_hooked "$1" "$2" all_hooked $(options "$1") "$3" "$4"
	# one is said if the library cannot be loaded
	expect_no_err
	if grep -qEv "$log_may" "$log"; then
		echo "--- mode $1, script $2: in the log:"
		grep -Ev "$log_may" "$log" | sort | uniq -c | sort -rn | head -n 5
		found=$((found + 1))
	fi
	differing "$tmp/$all_native" "$tmp/all_hooked" >"$tmp/differing"
	n=$(wc -l <"$tmp/differing")
	found=$((found + n))
	[ "$n" -gt 0 ] || return 0
	echo "mode $1, script $2: $n of $4 seeds from $3 differ"
	if [ -n "${PLANS_ALL:-}" ]; then
		tr '\n' ' ' <"$tmp/differing"
		echo
		return
	fi
	head -n "${PLANS_SHOWN:-3}" "$tmp/differing" >"$tmp/shown"
	while read -r seed; do
		tell "$1" "$2" "$seed" </dev/null
	done <"$tmp/shown"
}

# In parts, so that what is found is said early.
part=500
for one_script in $scripts; do
	at=$first
	left=$count
	while [ "$left" -gt 0 ]; do
		[ "$left" -ge "$part" ] || part=$left
		script=$scripts_folder/$one_script.lua
		for one_mode in $modes; do
			case $one_mode in
			zpoline | nonet | keys)
				"$TEST_TARGETS/can_map_zero" 2>/dev/null || {
					left_out="$left_out $one_mode"
					continue
				}
				;;
			sud | sud_user)
				"$TEST_TARGETS/has_sud" || {
					left_out="$left_out $one_mode"
					continue
				}
				;;
			esac
			compare "$one_mode" "$one_script" "$at" "$part"
		done
		at=$((at + part))
		left=$((left - part))
	done
	part=500
done
: >"$tmp/out"
[ "$found" -eq 0 ] || fail "$found differences"
[ -z "$left_out" ] || skip "well, but not possible here:$left_out"
