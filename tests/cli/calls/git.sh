#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: git
# varies: getrandom alarm poll read write rt_sigreturn wait4 restart_syscall
# What comes in one piece through a pipe, and what in two.
set -e
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org
export GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org
export GIT_AUTHOR_DATE='1700000000 +0000' GIT_COMMITTER_DATE='1700000000 +0000'
rm -rf there here
git init -q -b main there
echo one >there/file
git -C there add file
git -C there commit -q -m one
git -C there log
git clone -q --no-local there here
git -C here status
[ "$(cat there/file)" = "$(cat here/file)" ]
rm -rf there here
