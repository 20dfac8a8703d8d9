#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Hooks, and scripts for files, work on what the loader does before the
# program's own code: its libraries are redirected, missing, denied, listed, and found where
# overlay has put them.
# shellcheck disable=SC2016 # for the program's shell
. "$(dirname "$0")/cli.sh"
needs cc

cat >main.c <<'C'
#include <stdio.h>

int answer(void);

int main(void)
{
	printf("%d\n", answer());
	return 0;
}
C
mkdir one two
for n in one:1 two:2; do
	echo "int answer(void) { return ${n#*:}; }" >answer.c
	cc -shared -fPIC -o "${n%:*}/libanswer.so" answer.c || fail "cc answer.c"
done
cc -o program main.c -Lone -lanswer -Wl,-rpath,"$tmp/one" || fail "cc main.c"
musl=
musl-gcc -o program.musl main.c -Lone -lanswer -Wl,-rpath,"$tmp/one" 2>/dev/null &&
	musl=./program.musl

for program in ./program $musl; do
	native "$program"
	expect_out 1
	# another library in its place, by the script redirect and by a hook
	zpoline run -s redirect -a "$tmp/one=$tmp/two" -- "$program"
	expect_status 0
	expect_out 2
	zpoline run -e 'zp.hook({ "open", "openat" }, function(regs)
		local path = zp.mem.string(regs.path)
		if path:find "one/libanswer" then
			regs.path = zp.mem.put((path:gsub("one", "two")))
		end
	end)' -- "$program"
	expect_out 2
	# in a child, by whatever program it is started
	zpoline run -s redirect -a "$tmp/one=$tmp/two" -- sh -c '$0; exec $0' "$program"
	expect_out '2
2'
	# the loader says what it says of a library that is missing
	mv one/libanswer.so one/hidden
	native "$program"
	mv one/hidden one/libanswer.so
	mv err missing
	missing=$status
	[ "$missing" -ne 0 ] || fail "$program: it runs without its library"
	zpoline run -e 'zp.inject({ "open", "openat" }, {
		path = "*/libanswer.so", error = "ENOENT" })' -- "$program"
	expect_status "$missing"
	expect_no_out
	diff missing err || fail "$program: the loader's words (< native)"
	zpoline run -o log -s deny -a "path=$tmp/one/libanswer.so error=ENOENT" -- \
		"$program"
	expect_status "$missing"
	diff missing err || fail "$program: denied: the loader's words (< native)"
	find_log 'deny: open(at)? .*one/libanswer.so = ENOENT$'
	# it is listed
	zpoline run -o log -s opensnoop -- "$program"
	expect_out 1
	find_log ' [0-9]+ +/.*one/libanswer.so$'
	rm -f log
done

# a filter tells them from the program's own; fixtures leave them out
cat >opens.lua <<'LUA'
for _, is in ipairs { true, false } do
  zp.hook({ "open", "openat" }, { loader = is }, function(regs)
    print(is and "loader" or "own", (zp.mem.string(regs.path):gsub(".*/", "")))
  end)
end
LUA
echo text >file
zpoline run -o log -s opens.lua -- cat file
find_log '^loader	libc.so.6$'
count_log 1 '^own	file$'
! grep -q '^loader	file$' log || fail "cat's file is the loader's"
for how in 'fail("read", { nth = 2 })' 'eintr("read", 2)' 'short({ "%read", "%write" }, 1)' \
	'expect("openat", { times = 1 })' 'fail("%desc", { error = "EBADF", nth = "100+" })'; do
	for door in '' --preload; do
		# shellcheck disable=SC2086 # a word, or none
		zpoline run $door -o log -e "require('zpoline.fixture').$how" -- head -c 5 file
		expect_status 0
		expect_out text
	done
done

# what overlay has put in place is loaded: a library, an interpreter, a script
cat >build.sh <<'SH'
cd project
echo 'int answer(void) { return 42; }' >answer.c
cc -shared -fPIC -o lib/libanswer.so answer.c
cc -o bin/program ../main.c -Llib -lanswer -Wl,-rpath,"$PWD/lib" && ./bin/program
printf '#!/bin/sh\necho "$0"\n' >script
chmod +x script && ./script
cp /bin/echo bin/words && printf '#!%s/bin/words interpreter\n' "$PWD" >other
chmod +x other && ./other
SH
mkdir -p project/bin project/lib
native sh build.sh
expect_status 0
cat out err >theirs
rm -rf project
mkdir -p project/bin project/lib
zpoline run -o log -s overlay -a "upper=$tmp/upper" -- sh build.sh
expect_status 0
cat out err | diff theirs - || fail "overlay: what is printed (< native)"
[ -z "$(find project -type f)" ] || fail "overlay: files in place"
[ -f "upper$tmp/project/lib/libanswer.so" ] || fail "overlay: no library in its folder"
exit 0
