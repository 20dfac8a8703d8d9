#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Nothing that luacheck warns of.
. "$(dirname "$0")/../lib.sh"
needs luacheck

cd "$root" || exit 1
exec luacheck -q lua src scripts examples bindings tests
