#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: tar xz gzip bzip2
# Compressors with threads, sparse files, links, a pipe of three.
mkdir tree && cd tree || exit
i=0
while [ $i -lt 200 ]; do
	i=$((i + 1))
	mkdir -p d$((i % 7))
	seq $i $((i * 20)) >d$((i % 7))/f$i
done
ln -s d1 link && ln d1/f1 hard && truncate -s 10M sparse && mkfifo fifo
cd .. || exit
how='--sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=a+r -S'
# shellcheck disable=SC2086 # options
tar $how -cf - tree | sha256sum
# shellcheck disable=SC2086 # options
tar $how -cf - tree | xz -T2 --block-size=64KiB -3 >t.tar.xz && xz -l t.tar.xz | tail -n 1 | tr -s ' '
xz -t -T2 t.tar.xz && mkdir out && tar -C out -xJf t.tar.xz && diff -r --no-dereference -x fifo tree out/tree && echo same
# shellcheck disable=SC2086 # options
tar $how -czf t.tgz tree && tar -tzf t.tgz | sort | sha256sum
# shellcheck disable=SC2086 # options
tar $how -cjf t.tbz tree && tar -tvjf t.tbz | wc -l
