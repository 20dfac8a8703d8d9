#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Nothing that shellcheck warns of.
. "$(dirname "$0")/../lib.sh"
needs shellcheck

cd "$root" || exit 1
printf '%s\n' bootstrap .ci/run tests/bare tests/run tests/lib.sh tests/*/*.sh \
	tests/soak/programs/*.sh tests/cli/calls/*.sh tests/cli/calls_of \
	tests/coverage/programs/*.sh tests/coverage/compare \
	completions/zpoline.bash tests/matrix/compare tests/catalogue/case \
	tests/docs/check tests/transparency/compare tests/transparency/interposed_names |
	xargs -P 2 -n 40 shellcheck -x
