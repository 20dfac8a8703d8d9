#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A program that gives up its rights and starts another, which may read neither
# the script nor write the log: that one runs, and is not hooked. The first one
# is not started without its script.
. "$(dirname "$0")/../lib.sh"
needs setpriv
[ "$(id -u)" -eq 0 ] || skip "only root has rights to give up"

cp "$TEST_LIB" "$tmp/libzpoline.so"
TEST_LIB=$tmp/libzpoline.so
cp "$TEST_TARGETS/getpid" "$tmp/program"
chmod 755 "$tmp" "$tmp/libzpoline.so" "$tmp/program"
mkdir -m 700 "$tmp/private"
log=$tmp/private/log
script <<'LUA'
zp.hook("getpid", function() return 42 end)
LUA
mv "$script" "$tmp/private/hook.lua"
script=$tmp/private/hook.lua

hooked sh -c "'$tmp/program'; exec setpriv --reuid=65534 --regid=65534 --clear-groups '$tmp/program'"
expect_status 0
expect_no_err
[ "$(sed -n 1p out)" = 42 ] || fail "the first program is not hooked"
[ "$(sed -n 2p out)" -gt 42 ] || fail "the second one is hooked"

as='setpriv --reuid=65534 --regid=65534 --clear-groups'
hooked "$tmp/program"
expect_status 125
expect_no_out
