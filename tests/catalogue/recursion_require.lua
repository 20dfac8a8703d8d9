-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: overflow|module .* loop
-- make: echo 'return require "twin"' >$(dirname $S)/twin.lua; cp $CASE $S
require "twin"
