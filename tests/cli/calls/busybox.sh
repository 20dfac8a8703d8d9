#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: busybox
# varies: wait4 rt_sigreturn
# shellcheck disable=SC2016 # for busybox
exec busybox sh -c 'for i in 3 1 2; do echo "$i"; done | busybox sort | busybox tail -n 2
busybox ls /usr; (echo one; exit 3); echo $?
busybox awk "{ print NR }" /etc/hostname; busybox true & wait'
