#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A log that cannot be written ends the program before it begins.
. "$(dirname "$0")/../lib.sh"

refused 'ZPOLINE_LOG.*/nonexistent/log' ZPOLINE_LOG=/nonexistent/log
refused 'ZPOLINE_LOG.*fd:77' ZPOLINE_LOG=fd:77
refused 'ZPOLINE_LOG.*fd:x' ZPOLINE_LOG=fd:x
