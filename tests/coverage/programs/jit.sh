#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A page of code made by hand, in threads and children too.
exec "$COVERAGE_PROGRAMS/jit"
