#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: vim
# Ex mode: edits, a filter, a child, a swap file.
seq 1 20000 >text
cat >script <<'EX'
%s/\v(\d)(\d)$/\2\1/
g/77/normal Axyz
1,100!sort -rn
call setline(1, system('echo from a child'))
w out
q!
EX
vim -N -u NONE -es -S script text </dev/null
echo "ended with $?"
sha256sum out; head -n 2 out
ls -A
