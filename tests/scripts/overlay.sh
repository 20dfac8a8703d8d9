#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/overlay.lua: a program finds what it has written, made, deleted and renamed as it
# would without, and nothing of it has happened to the real tree.
. "$(dirname "$0")/../cli/cli.sh"

cat >work.sh <<'SH'
set -e
cd real
echo new >new; cat new; echo more >>one; cat one
rm two; test ! -e two; test ! -L two; ls -a
echo through >>link; cat sub/three
mkdir d; echo x >d/x; ls d; mv d e; cat e/x; ls
rm -r sub; ls; mkdir sub; ls -A sub; echo q >sub/q; ls sub; cat sublink/q
mv one uno; cat uno; test ! -e one; chmod 600 uno; stat -c %a uno
cd e; pwd -P; cd ..; pwd -P
rmdir dir; ln -s uno s; cat s; readlink s; ln uno hard; cat hard; rm hard
truncate -s 1 uno; cat uno; echo; touch -d 2001-01-01 sub/q; stat -c %y sub/q
echo again >two; cat two; mv sub sub2; ls sub2; mv kept moved; ls moved; find . | sort
cp -r sub2 sub3; tar -cf - . | tar -tf - | sort; rmdir full || echo not empty
mkdir sub3 || echo is there; rm e || echo is a folder; cat sub2/../uno; echo
SH

# What there is, with modes, times and contents.
describe() {
	find "$1" -printf '%P %y %m %s %T@ %l\n' -type f -exec cat {} + | sort
}

prepare() {
	rm -rf real up
	mkdir real real/sub real/dir real/full real/kept
	for name in one two sub/three full/file kept/file; do
		echo "$name" >"real/$name"
	done
	ln -s sub/three real/link
	ln -s sub real/sublink
}

over() {
	zpoline run -s overlay -a "upper=$tmp/up $1" -- sh -c "$2"
}

as_shown() {
	prepare
	native sh work.sh
	expect_status 0
	mv out shown
	mv err shown_err
	prepare
	describe real >before
	over '' '. ./work.sh'
	expect_status 0
	diff shown out || fail "$1: it sees something else (>)"
	diff shown_err err || fail "$1: other messages (>)"
	describe real >after
	cmp before after || fail "$1: the real tree has changed"
	[ "$(cat "up$tmp/real/new")" = new ] || fail "$1: not written to the scratch folder"
}
as_shown root
# from there on
over '' 'cat real/new real/two; test ! -e real/one; test ! -e real/sub && echo gone'
expect_out 'new
again
gone'
# left alone
over "leave=$tmp/real/kept" 'echo really >real/kept/it; rm real/kept/file; mv real/new real/kept'
expect_status 0
[ "$(cat real/kept/it real/kept/new)" = 'really
new' ] || fail "leave="
[ ! -e real/kept/file ] || fail "leave=: not deleted"
# a program of many calls; descriptors that were opened for reading
prepare
describe real >before
needs git
over '' 'cd real && git init -q && git add . && git -c user.name=n -c user.email=e commit -qm one &&
	git mv one uno && git status --porcelain && git fsck && rm -rf .git/objects'
expect_status 0
expect_out 'R  one -> uno'
zpoline run -s overlay -a "upper=$tmp/up2" -- "$PYTHON" -c '
import os
fd = os.open("real/two", os.O_RDONLY)
os.fchmod(fd, 0o640); os.utime(fd, (5, 6))
print(oct(os.stat("real/two").st_mode), os.stat("real/two").st_mtime)
d = os.open("real", os.O_RDONLY)
os.rename("two", "sub/deux", src_dir_fd=d, dst_dir_fd=d)
for n in range(500): open("real/f%d" % n, "w").close()
print(len(os.listdir("real")), len(os.listdir(d)), len(os.listdir("real/sub")))
os.unlink("f7", dir_fd=d)
print(sum(1 for _ in os.scandir("real")))'
expect_status 0
expect_out '0o100640 6.0
507 507 2
506'
describe real >after
cmp before after || fail "the real tree has changed"

# a user who may not write does not get to
unprivileged
command_for_all
prepare
chmod 755 real
chmod 644 real/one
chmod 1777 "$tmp"
rm -rf up2
zpoline run -s overlay -a "upper=$tmp/up2" -- sh -c 'echo no >real/no; echo no >real/one; rm real/two; chmod 777 real/one'
[ "$(id -u)" -ne 0 ] || [ "$(grep -cE 'Permission denied|not permitted' err)" -eq 4 ] ||
	fail "not refused"
zpoline run -s overlay -- true
expect_status 125
find_err 'overlay: no folder is named. Remedy'
zpoline run -s overlay -a upper=/nowhere/at/all -- true
expect_status 125
find_err 'overlay: nothing can be written to /nowhere/at/all. Remedy'
