#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/fakeroot.lua: who a program is, and whose files are.
. "$(dirname "$0")/../cli/cli.sh"

command_for_all
unprivileged
fake() { zpoline run -s fakeroot -a "save=$tmp/owners" -- "$@"; }

fake sh -c 'id -u; id -g; id -G; whoami'
expect_status 0
expect_out '0
0
0
root'
# remembered, for other programs and for other runs
fake sh -c 'mkdir d; echo text >d/f; ln -s f d/l; chown 12:34 d/f; chown -h 56 d/l; chmod 4755 d/f
	mknod d/null c 1 3; mknod d/disk b 300 70000; chmod 000 d/disk; stat -c "%u:%g %a %n" d d/f d/l
	stat -c "%F %t,%T %a %u" d/null d/disk; cat d/f'
expect_status 0
expect_out '0:0 755 d
12:34 4755 d/f
56:0 777 d/l
character special file 1,3 644 0
block special file 12c,11170 0 0
text'
fake "$PYTHON" -c '
import os
s = os.lstat("d/f"); print(s.st_uid, s.st_gid, oct(s.st_mode), os.getresuid())
fd = os.open("d/f", os.O_RDONLY); os.fchown(fd, 7, -1); print(os.fstat(fd).st_uid, os.fstat(fd).st_gid)
os.setresuid(3, 4, 5); print(os.getresuid(), os.geteuid(), os.getgroups())'
expect_status 0
expect_out '12 34 0o104755 (0, 0, 0)
7 34
(3, 4, 5) 4 [0]'
[ "$(id -u)" -ne 0 ] || [ "$(stat -c '%u:%g %a' d/f)" = '65534:65534 755' ] || fail "really changed"
# an archive, and back
fake sh -c 'tar -cf a.tar d && rm -r d && tar -xpf a.tar && stat -c "%u:%g %a %F" d/f d/null'
expect_status 0
expect_out '7:34 4755 regular file
0:0 644 character special file'
run tar --numeric-owner -tvf a.tar
find_out '^-rwsr-xr-x 7/34 +5 .* d/f$'
find_out '^crw-r--r-- 0/0 +1,3 .* d/null$'
find_out '^b--------- 0/0 +300,70000 .* d/disk$'
# what is gone is not remembered of what comes in its place
fake sh -c 'for i in 1 2 3 4 5; do echo >x; chown 9 x; rm x; done; echo >y; echo >z; stat -c %u y z
	chown 9 y; mv z y; echo >z; stat -c %u y z; chown 1 nowhere'
expect_status 1
expect_out '0
0
0
0'
find_err 'nowhere.*No such file'

# who a program has become, those that it starts are
needs setpriv
# shellcheck disable=SC2016 # for the other shell
fake setpriv --reuid=5 --regid=6 --clear-groups sh -c 'echo $(id -u):$(id -g); exec sh -c "id -u"'
expect_out '5:6
5'
fake sh -c 'setpriv --reuid=7 id -u; id -u'
expect_out '7
0'

zpoline run -s fakeroot -- true
expect_status 125
find_err 'fakeroot: no file to remember in. Remedy'
zpoline run -s fakeroot -a save=/nowhere/x -- true
expect_status 125
find_err 'fakeroot: save=/nowhere/x.*Remedy'
