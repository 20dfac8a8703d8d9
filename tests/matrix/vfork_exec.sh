#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
exec "$TEST_TARGETS/vfork_exec"
