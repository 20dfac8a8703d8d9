-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: broken\.lua:2: .*near
-- make: echo 'if' >$(dirname $S)/broken.lua; cp $CASE $S
require "broken"
