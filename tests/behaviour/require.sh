#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# require finds Lua modules beside the script and in ZPOLINE_PATH, and refuses
# what would use libc inside a system call.
. "$(dirname "$0")/../lib.sh"

mkdir lib lib/pack
echo 'return { name = "beside" }' >beside.lua
echo 'return { name = "inner" }' >lib/pack/inner.lua
script <<'LUA'
local first = require "beside"
print(first.name, first == require "beside")
print(require("pack.inner").name, require "zpoline" == zp)
print(require("io") == io, require("os") == os, type(require("io").open), type(pairs(os)))
print(pcall(require, "no.such.module"))
print(loadfile "beside.lua"().name, dofile("beside.lua").name, loadfile "missing.lua")
print(pcall(dofile, "missing.lua"))
LUA
hooked ZPOLINE_PATH="/nonexistent:$tmp/lib" true
expect_status 0
find_log '^beside	true$'
find_log '^inner	true$'
find_log '^true	true	function	function$'
find_log "^beside	beside	nil	.*'missing.lua'.*ENOENT"
find_log "^false	.*'missing.lua'.*ENOENT"
find_log "^false	.*'no.such.module'.*ZPOLINE_PATH"
