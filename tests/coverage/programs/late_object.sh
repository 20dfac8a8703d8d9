#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# An object that comes by dlopen, with system call instructions of its own.
exec "$COVERAGE_PROGRAMS/late" "$COVERAGE_PROGRAMS/late_object.so"
