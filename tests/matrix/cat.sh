#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
seq 1 5000 >numbers
cat numbers - missing </dev/null
