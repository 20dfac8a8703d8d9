#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# ZPOLINE_ON_ERROR=abort or zp.options: the first failure of a handler ends the process.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
zp.hook("write", function() error("on purpose") end)
LUA
hooked ZPOLINE_ON_ERROR=abort /bin/echo text
expect_status 134
expect_no_out
find_log 'script.lua:1: on purpose'
find_log 'stack traceback'

script <<'LUA'
zp.options { on_error = "abort" }
zp.hook("write", function() error("on purpose") end)
LUA
hooked /bin/echo text
expect_status 134
expect_no_out

# so does that of a function of zp.on
script <<'LUA'
zp.on("exit", function() error("on purpose") end)
LUA
hooked ZPOLINE_ON_ERROR=abort /bin/echo text
expect_status 134
expect_out text
