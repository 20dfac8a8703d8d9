#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
mkdir -p top/dir
echo one >top/dir/one
ln -s one top/dir/link
touch -h -d '2020-02-02 02:02' top/dir/one top/dir/link top/dir top
ls -la top/dir
ls -la missing
