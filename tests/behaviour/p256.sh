#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Signing and verifying with P-256, whose tables in libcrypto's text look like
# system calls.
. "$(dirname "$0")/../lib.sh"
needs openssl

script=$here/every.lua
echo 'a fixed message' >message
hooked openssl ecparam -name prime256v1 -genkey -noout -out key
expect_status 0
hooked openssl ec -in key -pubout -out public
expect_status 0
hooked openssl dgst -sha256 -sign key -out signature message
expect_status 0
for how in hooked native; do
	$how openssl dgst -sha256 -verify public -signature signature message
	expect_status 0
	expect_out 'Verified OK'
done
echo 'another message' >message
hooked openssl dgst -sha256 -verify public -signature signature message
expect_status 1
find_log '^calls [1-9]'
