#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: find xargs
# Two thousand files, children four at a time.
i=0
while [ $i -lt 40 ]; do
	i=$((i + 1))
	mkdir -p "d$i/e" && seq 1 $i >"d$i/f" && cp "d$i/f" "d$i/e/g h"
done
(cd d1/e && seq 1 1900 | xargs touch)
find . -type f | wc -l
find . -type f -print0 | xargs -0 -P 4 -n 25 md5sum | sort | sha256sum
find . -name 'f' -exec sh -c 'wc -l <"$1"' _ {} \; | sort -n | tail -n 2
find . -empty -delete
find . -type f | sort | sha256sum
# shellcheck disable=SC2016 # for sh to expand
seq 1 300 | xargs -P 4 -n 1 sh -c 'exit $(($1 % 2))' _
echo $?
