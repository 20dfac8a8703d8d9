#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Hooking inside a handler takes effect at the next call.
. "$(dirname "$0")/../lib.sh"

hooked sh -c 'echo one; echo two; echo three'
expect_status 0
expect_out 'one
TWO
THREE'
