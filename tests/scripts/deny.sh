#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/deny.lua: a program held to the calls that it made before.
. "$(dirname "$0")/../cli/cli.sh"

echo text >file
zpoline run -s deny -a learn -o policy -- sh -c 'cat file; rm nothere; exit 2'
expect_status 2
grep -qx openat policy || fail "openat was not learnt"
zpoline run -s deny -a policy=policy -o log -- sh -c 'cat file; exit 2'
expect_status 2
expect_out text
[ ! -s log ] || fail "something was denied"
zpoline run -s deny -a policy=policy -o log -- sh -c 'cat file; mkdir new; exit 2'
expect_out text
find_err 'mkdir: .*Operation not permitted'
find_log '^[0-9]+ deny: mkdir = EPERM$'
[ ! -e new ] || fail "the folder was made"
zpoline run -s deny -a 'policy=policy error=ENOSYS' -o log -- sh -c 'mkdir new'
find_err 'Function not implemented'
zpoline run -s deny -a policy=nothere -o log -- true
expect_status 125
find_err "policy 'nothere' cannot be read \(ENOENT\)"
mkdir folder
ln -s "$tmp/folder" away
echo text >folder/secret
echo text >folder/other
zpoline run -s deny -a "path=$tmp/folder/sec*" -o log -- \
	sh -c 'cat away/secret; cd folder; cat other; cat ./secret; rm secret; ln secret new; exit 2'
expect_status 2
expect_out text
find_log "^[0-9]+ deny: openat $tmp/folder/secret = EACCES\$"
find_log "^[0-9]+ deny: unlinkat $tmp/folder/secret = EACCES\$"
[ -e folder/secret ] || fail "the file was removed"
[ ! -e folder/new ] || fail "the file was linked"
zpoline run -s deny -a 'path=relative' -o log -- true
expect_status 125
find_err 'path=relative is not absolute'
zpoline run -s deny -o log -- true
expect_status 125
