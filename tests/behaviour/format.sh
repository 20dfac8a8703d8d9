#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zp.format(regs): one readable line, before and after the call.
. "$(dirname "$0")/../lib.sh"

hooked sh -c 'printf "a\tb"'
expect_status 0
find_log '^enter write\(.*"a\\tb".*3\)'
find_log '^exit write\(.*"a\\tb".*3\) += 3$'
