#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A script that is not there.
. "$(dirname "$0")/../lib.sh"

refused "/nonexistent.lua.*ENOENT" ZPOLINE_SCRIPT=/nonexistent.lua
refused "cannot read.*$tmp'.*EISDIR" ZPOLINE_SCRIPT="$tmp"
