#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: bash
# shellcheck disable=SC2016 # for bash
exec bash -c 'set -o pipefail
for i in 1 2 3; do echo $((RANDOM % 7)) $i; done | sort -n | tail -n 2 | wc -l
cat <(echo one; echo two) | while read -r line; do (echo "$line" >&2); done
trap "echo ended" EXIT
sleep 0.05 & wait
kill -USR1 $BASHPID 2>/dev/null & wait'
