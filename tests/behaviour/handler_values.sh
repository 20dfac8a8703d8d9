#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A handler is given regs and the arguments, or the result, as many of them as it
# takes, and the first value that it returns is the answer.
. "$(dirname "$0")/../lib.sh"
needs "$PYTHON"

hooked "$PYTHON" -c '
import os
made = os.write(1, b"text\n"), os.getppid()
os._exit(0 if made == (1000, 1) else 1)'
expect_status 0
expect_out text
expect_log 10
