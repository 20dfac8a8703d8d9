#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Enough lines for a second thread, and for files beside the memory.
seq 1 200000 | awk '{ print ($1 * 7919) % 200003, $1 }' >numbers
sort -n --parallel=2 numbers | cksum
head -n 20000 numbers >some
sort -R --random-source=some some | sort | cksum
sort -S 64k -T . -k 2 some | tail -n 3
