-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: failing\.lua:2: on purpose
-- make: printf '\nerror "on purpose"\n' >$(dirname $S)/failing.lua; cp $CASE $S
require "failing"
