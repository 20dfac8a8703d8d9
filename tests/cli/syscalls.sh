#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline syscalls: by name, number, class and pattern.
. "$(dirname "$0")/cli.sh"

zpoline syscalls openat 0
expect_status 0
expect_out '257 openat(int dfd, const char *path, int flags, umode_t mode) %file %desc
  0 read(int fd, char *buf, size_t count) %desc %read'
zpoline syscalls 'epoll_*'
[ "$(wc -l <out)" -eq 8 ] || fail "epoll_*"
zpoline syscalls %network
find_out ' connect\('
! grep -q ' openat(' out || fail "openat is not of the network"
zpoline syscalls %modify
for call in fchmodat2 mkdir file_setattr ftruncate bind creat; do
	find_out " $call\("
done
! grep -qE ' (open|stat|getxattr)\(' out || fail "not of %modify"
zpoline syscalls
[ "$(wc -l <out)" -gt 340 ] || fail "too few"
zpoline syscalls opennat
expect_status 1
find_err "no system call is 'opennat' \(did you mean 'openat'\?\)"
zpoline syscalls %nothing
expect_status 1
