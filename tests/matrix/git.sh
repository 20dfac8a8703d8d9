#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: git
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_PAGER=cat
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org
export GIT_COMMITTER_NAME=C GIT_COMMITTER_EMAIL=c@example.org
export GIT_AUTHOR_DATE='2020-02-02T02:02:02Z'
export GIT_COMMITTER_DATE='2020-02-02T03:03:03Z'
git init -q -b main repository && cd repository || exit
echo one >file
git add file
git commit -m 'First commit'
git checkout -q -b side
echo two >>file
git commit -q -a -m 'Second commit'
git checkout -q main
echo other >other
git add other
git commit -q -m 'Third commit'
git merge -m 'Merge' side
git log --graph --stat
git status --short --branch
git fsck --full
git rev-parse HEAD
