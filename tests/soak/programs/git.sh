#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: git
# A repository of two hundred commits: cloned, packed, collected, checked.
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_PAGER=cat
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org
export GIT_COMMITTER_NAME=C GIT_COMMITTER_EMAIL=c@example.org
export GIT_AUTHOR_DATE='2020-02-02T02:02:02Z'
export GIT_COMMITTER_DATE='2020-02-02T03:03:03Z'
git init -q -b main origin && cd origin || exit
i=0
while [ $i -lt 200 ]; do
	i=$((i + 1))
	seq $i $((i * 7)) >"file$((i % 17))"
	git add . && git commit -q -m "Commit $i" || exit
done
cd .. || exit
git clone -q --no-local origin copy && cd copy || exit
git log --format='%H %s' --stat | tail -n 30
git gc -q --aggressive --prune=now
git fsck --full --strict
git count-objects -v | grep -vE '^size'
git repack -q -a -d -f --threads=2
git grep -c 100 HEAD~50
git blame file3 | tail -n 3
git checkout -q -b side HEAD~20 && git rebase -q main && git rev-parse HEAD
git bundle create -q ../all.bundle --all && git bundle verify -q ../all.bundle
git archive HEAD | sha256sum
git stash list; git status --short --branch
