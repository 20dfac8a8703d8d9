#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: strace
# What a tracer sees of a program's calls, by path, through children.
echo text >file
strace -f -o trace -e trace=openat,execve sh -c 'cat file; cat file' || exit
grep -c '"file"' trace
grep -c 'execve("/.*/cat"' trace
strace -o trace -e inject=unlinkat:error=EPERM rm -f file; ls file
strace -c -o trace cat file && grep -cE ' (openat|read)$' trace
strace -f -o trace -e trace=kill -e signal=none sh -c 'kill -USR1 $$'; echo $?
