#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: bash
# varies: wait4 rt_sigaction rt_sigreturn rt_sigprocmask
# SIGCHLD comes before or after the wait, and while a handler may run it is blocked.
# shellcheck disable=SC2016 # for bash
exec bash -c 'for i in 3 1 2; do echo "$i"; done | sort -n | tail -n 2 | wc -l
cat <(echo one) <(echo two)
trap "echo ended" EXIT
(exec -a other ls /usr) | head -n 1
for i in 1 2 3; do true & done
wait'
