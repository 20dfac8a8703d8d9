#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: git
set -e
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org
export GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org
git init -q -b main there
echo one >there/file
git -C there add file
git -C there commit -q -m one
git clone -q --no-local there here
cmp there/file here/file
