#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: ruby
# shellcheck disable=SC2016 # for ruby
# varies: getpid read write mmap munmap wait4 poll ppoll futex
exec ruby -e 'puts `echo child`; puts File.read("/etc/passwd").size > 0; pid = fork { exit! 3 }
Process.wait pid; puts $?.exitstatus'
