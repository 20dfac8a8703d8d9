#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: tar gzip
mkdir tree tree/sub
seq 1 20000 >tree/numbers
seq 1 3000 | tr 0-9 a-j >tree/sub/letters
ln -s sub/letters tree/link
tar -c --sort=name --mtime=@0 --owner=0 --group=0 tree | gzip -n >tree.tar.gz
gzip -dc tree.tar.gz | cksum
mkdir out
tar -xzf tree.tar.gz -C out
diff -r tree out/tree && echo same
(cd out && tar -cf - tree) | tar -tf - | sort
