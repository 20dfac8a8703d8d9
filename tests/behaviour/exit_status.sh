#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# However a program ends, its parent sees the same.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
zp.hook("*", function() end)
LUA
for end in 'exit 0' 'exit 77' 'kill -TERM $$' 'kill -KILL $$' 'kill -SEGV $$'; do
	same_output sh -c "$end"
done
