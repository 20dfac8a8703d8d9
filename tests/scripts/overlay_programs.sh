#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/overlay.lua: programs of every kind do their work under it as they do natively,
# and the real tree has the same names, numbers, modes, times and bytes before and after.
# A line is a name, the programs that it needs, and what sh is to do in a folder of files.
. "$(dirname "$0")/../cli/cli.sh"

cat >lines <<'LINES'
git_clone:git:git clone -q repo copy && cd copy && git log --format=%s && git status --short
git_commit:git:cd repo && echo 2 >>a && git add -A && git -c user.name=n -c user.email=e commit -qm two && git log --format=%s && git gc -q && git fsck 2>&1
git_branch:git:cd repo && git checkout -q -b other && echo x >b && git add b && git -c user.name=n -c user.email=e commit -qm b && git checkout -q - && ls && git merge -q other && ls
make:make cc:cd c && make -s && ./p && make -s && touch p.c && make -s && make clean && ls
cmake:cmake cc:cmake -S c -B out >log 2>&1 && cmake --build out >log 2>&1 && out/p && ls out/p
cc_objects:cc ar:cd c && cc -c p.c q.c && ar rcs lib.a q.o && cc -o r p.o lib.a && ./r && ar t lib.a
pip_like:python3:python3 -m zipfile -e wheel.whl site && PYTHONPATH=site python3 -c 'import pack; print(pack.x)' && rm -r site/pack && ls site
venv:python3:python3 -m venv --without-pip v && v/bin/python -c 'print(5)' && ls v/bin | head -3
sqlite:python3:python3 sqlite.py && python3 sqlite.py
sqlite_wal:python3:python3 sqlite.py wal && python3 sqlite.py wal
tail_follow:tail:tail -n0 -F lines.txt >seen & p=$!; until [ "$(cat seen)" = y ]; do echo y >>lines.txt; sleep 0.2; [ -s seen ] && break; done; kill $p; head -n 1 seen
dpkg_x:dpkg-deb:dpkg-deb -b deb p.deb >log && dpkg-deb -x p.deb root && find root | sort && dpkg-deb -f p.deb Package
rsync:rsync:rsync -a tree/ copy/ && echo more >>tree/one && rsync -ai --delete tree/ copy/ | sort && diff -r tree copy
sed_i:sed:sed -i s/one/ONE/ tree/one && cat tree/one && ls -l tree | wc -l
perl_i:perl:perl -pi.bak -e 's/o/0/' tree/one tree/two && cat tree/one tree/one.bak
ed:ed:printf '1s/one/eins/\nw\nq\n' | ed -s tree/one && cat tree/one
vim:vim.tiny:vim.tiny -u NONE -n -es -c '%s/one/un/' -c wq tree/one </dev/null; cat tree/one
patch:patch:patch -s -p0 <change.diff && cat tree/two
diff_u:diff:cp tree/one tree/new && echo z >>tree/new && diff -u tree/one tree/new | tail -n 1
tar:tar:tar -cf a.tar tree && rm -r tree && tar -xf a.tar && find tree | sort && tar -tf a.tar | sort
cpio:cpio:find tree | cpio -o -H newc 2>log >a.cpio && mkdir x && cd x && cpio -idm 2>log <../a.cpio && find tree | sort
zip:zip unzip:zip -qr a.zip tree && rm -r tree && unzip -q a.zip && find tree | sort
gzip:gzip:gzip tree/one && ls tree && gunzip tree/one.gz && cat tree/one
xz:xz:xz tree/one && ls tree && xz -d tree/one.xz && cat tree/one
bzip2:bzip2:bzip2 tree/one && ls tree && bunzip2 tree/one.bz2 && cat tree/one
split:split:split -b 2 tree/one tree/part. && ls tree && cat tree/part.*
sort_o:sort:sort -r -o tree/lines lines.txt && sort -o lines.txt tree/lines && cat lines.txt
install:install:install -D -m 700 tree/one root/usr/bin/x && stat -c '%a %s' root/usr/bin/x && install -b -m 600 tree/two root/usr/bin/x && ls root/usr/bin
cp_kinds:cp:cp -a tree tree2 && cp -l tree/one hard && cp -s "$PWD/tree/one" soft && cp --reflink=auto tree/two three && cat hard soft three && stat -c %h hard
mv_kinds:mv:mv tree/one tree/uno && mv -n tree/two tree/uno; mv -b tree/uno tree/two; mv tree arbre && find arbre | sort
ln_kinds:ln:ln tree/one l1 && ln -s tree/one l2 && ln -sf tree/two l2 && ln -f tree/two l1 && cat l1 l2
rm_kinds:rm:rm tree/one && rm -r tree/sub && rmdir empty && ls tree . && test ! -e empty
chmod_R:chmod:chmod -R go-rwx tree && find tree -printf '%P %m\n' | sort && chmod -R u+w,go+r tree && stat -c %a tree/one
touch:touch:touch -d 2001-01-01 tree tree/one && stat -c '%n %Y' tree tree/one && touch -r tree/one tree/two && stat -c %Y tree/two
truncate:truncate:truncate -s 100 tree/one && stat -c %s tree/one && fallocate -l 200 tree/two && stat -c %s tree/two
dd:dd:dd if=tree/one of=tree/two bs=1 seek=1 conv=notrunc status=none && cat tree/two && dd if=/dev/zero of=z bs=4k count=2 status=none && wc -c <z
find_exec:find:find tree -type f -exec sh -c 'echo "# $1" >>"$1"' sh {} \; && cat tree/one && find tree -name two -delete && find tree | sort
xargs:xargs:find tree -type f -print0 | xargs -0 -n1 -P4 sed -i 1d && find tree -type f -size -1 | sort
mktemp:mktemp:t=$(mktemp -p tree) && echo x >"$t" && mv "$t" tree/one && cat tree/one && d=$(mktemp -d -p tree) && rmdir "$d" && ls tree
flock:flock:flock tree/one sh -c 'echo locked >>tree/one; flock -n tree/one true || echo busy' && cat tree/one
chattr:chattr lsattr:chattr +d tree/one && lsattr tree/one | cut -d' ' -f1 | tr -d e-; chattr -d tree/one; chattr +d tree && lsattr -d tree | cut -d' ' -f1 | tr -d e-
setfattr:python3:python3 -c 'import os; os.setxattr("tree/one", "user.k", b"v"); os.setxattr("tree", "user.d", b"w"); print(os.listxattr("tree/one"), os.listxattr("tree"))'
shutil:python3:python3 -c 'import shutil, os; shutil.copytree("tree", "t2"); shutil.move("tree", "t3"); shutil.rmtree("t2"); print(sorted((a, sorted(b), sorted(c)) for a, b, c in os.walk("t3")))'
tempfile:python3:python3 -c 'import tempfile, os; f = tempfile.NamedTemporaryFile(dir="tree", delete=False); f.write(b"x"); f.close(); os.replace(f.name, "tree/one"); print(open("tree/one").read(), tempfile.TemporaryFile(dir="tree").write(b"y"))'
mmap:python3:python3 -c 'import mmap; f = open("tree/one", "r+b"); m = mmap.mmap(f.fileno(), 0); m[0:2] = b"ZZ"; m.flush(); print(open("tree/one").read())'
perl_files:perl:perl -e 'open F, "+<", "tree/one"; print F "pe"; close F; rename "tree/one", "tree/x"; unlink "tree/two"; utime 5, 5, "tree/x"; print join(",", sort glob("tree/*")), (stat "tree/x")[9], "\n"'
lua_files:lua5.4:lua5.4 -e 'local f = io.open("tree/one", "a") f:write "lua\n" f:close() os.rename("tree/two", "tree/deux") os.remove "lines.txt" for l in io.lines "tree/one" do print(l) end' && ls tree
bash:bash:bash -c 'shopt -s globstar; for f in tree/**; do [ -f "$f" ] && echo "$f" >>"$f"; done; mapfile -t a <tree/one; echo "${a[@]}"; exec 5<>tree/two; read -r x <&5; echo "$x" >&5; cat tree/two'
script_made:sh:printf '#!/bin/sh\necho "$0" made\n' >x.sh && chmod +x x.sh && ./x.sh && cp x.sh tree/y && tree/y && PATH=$PWD/tree y
LINES

cat >make_files.py <<'PY'
import os, sys, zipfile
os.makedirs("work/tree/sub"); os.makedirs("work/c"); os.makedirs("work/deb/DEBIAN"); os.makedirs("work/deb/usr/share"); os.mkdir("work/empty")
def write(name, text):
    with open("work/" + name, "w") as f: f.write(text)
for name in ["one", "two", "sub/three"]: write("tree/" + name, name + "\nmore\n")
os.symlink("sub/three", "work/tree/link")
write("lines.txt", "b\na\nc\n")
write("c/p.c", 'int q(void);\n#include <stdio.h>\nint main(void) { puts("built"); return q(); }\n')
write("c/q.c", "int q(void) { return 0; }\n")
write("c/Makefile", "p: p.o q.o\n\t$(CC) -o p p.o q.o\nclean:\n\trm -f p *.o\n")
write("c/CMakeLists.txt", "cmake_minimum_required(VERSION 3.10)\nproject(p C)\nadd_executable(p p.c q.c)\n")
write("deb/DEBIAN/control", "Package: p\nVersion: 1\nArchitecture: all\nMaintainer: n <n@example.org>\nDescription: p\n")
write("deb/usr/share/f", "f\n")
write("change.diff", "--- tree/two\n+++ tree/two\n@@ -1,2 +1,2 @@\n-two\n+deux\n more\n")
write("sqlite.py", """import sqlite3, sys
a = sqlite3.connect('file:base?mode=ro', uri=True); print(a.execute('select count(*) from t').fetchall())
b = sqlite3.connect('base')
if sys.argv[1:]: print(b.execute('pragma journal_mode=wal').fetchall())
b.execute('insert into t values(2)'); b.commit()
print(a.execute('select count(*) from t').fetchall(), b.execute('pragma integrity_check').fetchall())
""")
with zipfile.ZipFile("work/wheel.whl", "w") as z: z.writestr("pack/__init__.py", "x = 5\n")
import sqlite3
c = sqlite3.connect("work/base"); c.execute("create table t(a)"); c.execute("insert into t values(1)"); c.commit()
PY
"$PYTHON" make_files.py || fail "no files to work with"
if command -v git >/dev/null; then
	(git init -q work/repo && cd work/repo && echo 1 >a && git add a &&
		git -c user.name=n -c user.email=e commit -qm one) || fail "no repository"
fi
describe() {
	find work -printf '%P %i %y %m %n %s %T@ %l\n' -type f -exec cat {} + | sort | cksum
}
mkdir bin
ln -s "$PYTHON" bin/python3
PATH=$tmp/bin:$PATH
cp -a work kept
done=0
missing=
while IFS=: read -r name needed text; do
	has=1
	for program in $needed; do
		command -v "$program" >/dev/null || has=
	done
	if [ -z "$has" ]; then
		missing="$missing $name"
		continue
	fi
	rm -rf work up
	cp -a kept work
	run sh -c "cd work; $text"
	[ "$status" -eq 0 ] || { missing="$missing $name($status)"; continue; }
	mv out native_out
	rm -rf work
	cp -a kept work
	describe >before
	zpoline run -s overlay -a "upper=$tmp/up" -- sh -c "cd work; $text"
	expect_status 0
	diff native_out out || fail "$name: another output (>)"
	describe >after
	cmp before after || fail "$name: the real tree has changed"
	done=$((done + 1))
done <lines
echo "$done programs; not here:$missing"
[ "$done" -ge 40 ] || skip "well, but of these programs only $done are installed"
