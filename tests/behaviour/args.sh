#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline.args: options of a script by the types of their defaults.
. "$(dirname "$0")/../lib.sh"

hooked ZPOLINE_ARGS='a\_b top=5 path=/x path=/y\\z quiet !read=1' true
expect_status 0
tab=$(printf '\t')
expect_log "2${tab}a b${tab}!read=1${tab}5${tab}10ms${tab}2${tab}/x${tab}/y\\z${tab}true${tab}false
20000000${tab}1500${tab}2000000000
false${tab}'20' is not a time: it has a unit (ns, us, ms or s), like '20ms'"

hooked ZPOLINE_ARGS='top=many' true
expect_status 125
find_err "^zpoline: .*top is a number, not 'many'"
hooked ZPOLINE_ARGS='quiet=perhaps' true
expect_status 125
find_err "^zpoline: quiet is yes or no, not 'perhaps'"
hooked ZPOLINE_ARGS='tpo=3' true
expect_status 125
find_err "^zpoline: unknown option 'tpo' \(known are loud, over, path, quiet, top\)"
