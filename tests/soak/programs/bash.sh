#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: bash
# Pipes, process substitution, a coprocess, traps, jobs, many short children.
bash <<'BASH'
set -u
total=0
for i in {1..300}; do
	n=$(echo "$i" | tr -d '\n' | wc -c)
	((total += n))
done
echo "substitutions: $total"
diff <(seq 1 2000) <(seq 1 2001)
coproc upper { while read -r line; do echo "${line^^}"; done; }
for word in one two three; do
	echo $word >&"${upper[1]}"
	read -r answer <&"${upper[0]}"
	echo "$answer"
done
trap 'hits=$((${hits:-0} + 1))' USR1
for i in {1..50}; do kill -USR1 $$; done
echo "signals: $hits"
for i in {1..40}; do (exit $i) & pids[$i]=$!; done
for i in {1..40}; do wait "${pids[$i]}"; echo -n "$? "; done
echo
( trap 'echo end of a subshell' EXIT; exit 3 ); echo $?
read -r -t 0.05 x < <(sleep 1); echo "timed out: $?"
set -o pipefail; seq 1 100000 | head -1; echo "${PIPESTATUS[@]}"
exec 7<>file; echo text >&7; cat file; ulimit -n
[[ abc =~ b(.) ]] && echo "${BASH_REMATCH[1]}"
( kill -TERM $BASHPID ) ; echo $?
BASH
