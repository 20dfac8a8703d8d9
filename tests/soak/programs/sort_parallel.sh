#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: sort
# Four threads, little memory: many temporary files, compressed by a child.
seq 1 400000 | sed 's/\(.*\)\(.\)\(.\)$/\3\1\2/' >in
sort --parallel=4 -S 1M -n in | sha256sum
sort --parallel=4 -S 1M -T . --compress-program=gzip in | sha256sum
sort --parallel=4 -S 2M -u -k1.3 in | wc -l
split -l 100000 in part
for part in part*; do sort -n -S 1M --parallel=2 -o "$part" "$part" & done
wait
sort -n -m part* | sha256sum
