#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
#
# signals.sh [MODES [SCRIPTS [FIRST [COUNT]]]]: random operations on signals,
# natively and hooked (plans.sh). One again, with the operations that are left of it:
#   signals.sh auto star SEED 1
#   build/tests/targets/signal_plans -k 3,4,17 SEED
. "$(dirname "$0")/../lib.sh"

program=signal_plans
all_scripts='empty star work call inside'
log_may='^zpoline: a (vfork child|task) was killed in a handler: '
# What a mode cannot see is not done: calls by code made at run time.
options() {
	case $1 in
	bare | nonet) printf '%s\n' -j ;;
	esac
}
. "$here/plans.sh"
