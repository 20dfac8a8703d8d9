#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A ZPOLINE_ variable that is not known, or has a value that is not.
. "$(dirname "$0")/../lib.sh"

refused 'ZPOLINE_SCIPRT' ZPOLINE_SCIPRT=hook.lua
refused 'ZPOLINE_VERBOSE=9.*0.*3' ZPOLINE_VERBOSE=9
refused 'ZPOLINE_ENGINE=fast.* auto:near:zpoline:sud$' ZPOLINE_ENGINE=fast
refused 'ZPOLINE_ON_ERROR=ignore.*warn.*abort' ZPOLINE_ON_ERROR=ignore

# known VAR=value...: refused is none of them.
known() {
	preload ZPOLINE_VERBOSE=0 ZPOLINE_ON_ERROR=warn NOT_ZPOLINE_X=1 "$@" \
		true
	expect_status 0
	expect_no_err
}
known
known ZPOLINE_ENGINE=auto
known ZPOLINE_ENGINE=near
"$TEST_TARGETS/has_sud" || skip "well, but there is no net here"
known ZPOLINE_ENGINE=sud
needs_zero
known ZPOLINE_ENGINE=zpoline
