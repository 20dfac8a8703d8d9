#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A ZPOLINE_ variable that is not known, or has a value that is not.
. "$(dirname "$0")/../lib.sh"
needs_zero

refused 'ZPOLINE_SCIPRT' ZPOLINE_SCIPRT=hook.lua
refused 'ZPOLINE_VERBOSE=9.*0.*3' ZPOLINE_VERBOSE=9
refused 'ZPOLINE_ENGINE=fast.*zpoline' ZPOLINE_ENGINE=fast
refused 'ZPOLINE_ON_ERROR=ignore.*warn.*abort' ZPOLINE_ON_ERROR=ignore
preload ZPOLINE_VERBOSE=0 ZPOLINE_ENGINE=zpoline ZPOLINE_ON_ERROR=warn \
	NOT_ZPOLINE_X=1 true
expect_status 0
