#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
#
# seccomp.sh [MODES [SCRIPTS [FIRST [COUNT]]]]: calls behind random seccomp filters,
# natively and hooked (plans.sh). One again, with the operations that are left of it:
#   seccomp.sh auto star SEED 1
#   build/tests/targets/seccomp_plans -k 3,4,17 SEED
. "$(dirname "$0")/../lib.sh"

program=seccomp_plans
all_scripts='empty star work call_if'
# What a filter refuses may be what a line or a start needs.
log_may='^zpoline: (a (vfork child|task) was killed in a handler: |.*: not hooked, its calls|no log from here on|.*calls are not hooked: no memory)'
# Where filters let none of the library's calls through, a death by SIGSYS is one by
# SIGSEGV (docs/limits.md): which of the two it is does not count.
PLANS_IGNORED=${PLANS_IGNORED:-'^status (1f|b)$'}
# What a mode cannot see is not done: calls by code made at run time; and, where only
# the net sees calls, what takes that from tasks (docs/limits.md).
options() {
	case $1 in
	bare | nonet) printf '%s\n' -j ;;
	sud | sud_user) printf '%s\n' -s ;;
	esac
}
. "$here/plans.sh"
