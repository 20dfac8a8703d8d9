#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Without a script a program runs as if the library were not there.
. "$(dirname "$0")/../lib.sh"

native sh -c 'echo out; echo err >&2; exit 3'
mv out native_out
mv err native_err
preload sh -c 'echo out; echo err >&2; exit 3'
expect_status 3
cmp -s out native_out || fail "standard output differs"
cmp -s err native_err || fail "standard error differs"
