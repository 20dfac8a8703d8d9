#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Every call that takes a path, against every script that deals with paths: each call has
# the result that it has natively, and happens to the files that the script says. What is
# to be made is told by the table of calls: one that is added there and not here fails.
. "$(dirname "$0")/../cli/cli.sh"

calls=$TEST_TARGETS/path_calls
"$calls" list | sort >made
# Those that need a mount, a terminal's machine or rights that nobody should have.
others='acct|chroot|fanotify_mark|fspick|mount|mount_setattr|move_mount|open_tree|open_tree_attr'
others="$others|pivot_root|quotactl|swapoff|swapon|umount2|uselib"
script <<'LUA'
for _, call in pairs(zp.syscalls) do
  for _, argument in ipairs(call.args) do
    local role = argument.role or ""
    if role == "path" or role == "address" or role == "binds"
      or role:find "^message" and call.name:find "^send" then
      print(call.name)
      break
    end
  end
end
LUA
hooked true
grep -vxE "$others" "$log" | sort -u >wanted
diff wanted made || fail "calls of the table (<) are not those that are tried (>)"

cat >prepare.py <<'PY'
import os, sys
d = sys.argv[1]
os.makedirs(d + "/sub"), os.mkdir(d + "/empty")
for name in ["file", "sub/inner", "old1", "old2", "old3", "old4", "old5"]:
    with open(d + "/" + name, "w") as f: f.write("text\n")
    os.utime(d + "/" + name, (1, 2))
os.symlink("file", d + "/link")
with open(d + "/run", "w") as f: f.write("#!/bin/sh\nexit 7\n")
os.chmod(d + "/run", 0o755)
try:
    for name in ["one", "two", "three"]: os.setxattr(d + "/file", "user." + name, b"x")
except OSError: pass
PY
cat >listen.py <<'PY'
import os, socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1] + "/bound")
print("ready", flush=True)
while True: s.recv(9)
PY
# All that there is below a folder, but for times that are those of the test.
cat >describe.py <<'PY'
import os, stat, sys
for at, folders, files in os.walk(sys.argv[1]):
    for name in sorted(folders + files):
        path = at + "/" + name
        s = os.lstat(path)
        kind = stat.S_IFMT(s.st_mode)
        try: attributes = sorted((a, os.getxattr(path, a)) for a in os.listxattr(path))
        except OSError: attributes = []
        text = os.readlink(path) if kind == stat.S_IFLNK else open(path).read() if kind == stat.S_IFREG else ""
        print(path[len(sys.argv[1]):], oct(s.st_mode), int(s.st_mtime) if s.st_mtime < 99 else "now",
              s.st_nlink if kind == stat.S_IFREG else "", text.strip(), attributes)
PY
listener=
prepare() {
	[ -z "$listener" ] || kill "$listener"
	rm -rf "$1" ready
	"$PYTHON" prepare.py "$1" || skip "no folder for the calls"
	"$PYTHON" listen.py "$1" >ready &
	listener=$!
	until grep -qs ready ready; do sleep 0.1; done
}
trap 'kill $listener; rm -rf "$tmp"' EXIT
describe() {
	"$PYTHON" describe.py "$1" | sort
}

prepare real
native "$calls" "$tmp/real"
expect_status 0
mv out results
describe real >changed
grep -q '^fchmodat 0' results || fail "the calls do not work natively"
prepare real
describe real >original

# overlay: seen in place, and the real tree is as it was
zpoline run -s overlay -a "upper=$tmp/up" -- "$calls" "$tmp/real"
diff results out || fail "overlay: results differ (>)"
describe real >now
diff original now || fail "overlay: the real tree has changed (>)"
zpoline run -s overlay -a "upper=$tmp/up" -- "$PYTHON" describe.py real
sort out >now
diff changed now || fail "overlay: not seen as it would be (>)"
# a call at a time, each the first one to change something
for call in $("$calls" list); do
	rm -rf up
	zpoline run -s overlay -a "upper=$tmp/up" -- "$calls" "$tmp/real" "$call"
	grep "^$call " results | diff - out || fail "overlay, $call alone: another result (>)"
done
describe real >now
diff original now || fail "overlay: the real tree has changed by a single call (>)"

# redirect and fx.redirect: a folder that is not there
led() {
	prepare there
	zpoline run "$@" -- "$calls" "$tmp/virtual"
	diff results out || fail "$1 $2: results differ (>)"
	describe there >now
	diff changed now || fail "$1 $2: not where it was led (>)"
}
led -s redirect -a "$tmp/virtual=$tmp/there"
led -e "require('zpoline.fixture').redirect('$tmp/virtual', '$tmp/there')"

# fakefile and fx.file: the file that they hide is as it was, and is not seen
hidden() {
	prepare real
	describe real | grep '^/file' >before
	zpoline run "$@" -- "$calls" "$tmp/real"
	for call in open openat openat2; do
		grep -q "^$call 0 fake" out || fail "$1 $2: $call: the file is not seen"
	done
	describe real | grep '^/file' >now
	diff before now || fail "$1 $2: the hidden file has changed (>)"
	# whatever is said of a file is said of the other one
	for call in stat statx access chmod fchmodat2 truncate utimensat chown inotify_add_watch; do
		grep -q "^$call 0" out || fail "$1 $2: $call fails"
	done
}
hidden -s fakefile -a "$tmp/real/file=fake"
hidden -e "require('zpoline.fixture').file('$tmp/real/file', 'fake')"

# fakeroot: nothing else than natively
prepare real
zpoline run -s fakeroot -a "save=$tmp/owners" -- "$calls" "$tmp/real"
diff results out || fail "fakeroot: results differ (>)"
describe real >now
diff changed now || fail "fakeroot: not as it would be (>)"

# deny: none of those that are not allowed
prepare real
describe real >before
script <<'LUA'
zp.hook("%modify", function() return -zp.errno.EROFS end)
LUA
zpoline run -s "$script" -- "$calls" "$tmp/real"
describe real >now
diff before now || fail "%modify: something was changed (>)"

# deny: nothing in the folder is there for any call
prepare real
zpoline run -s deny -a "path=$tmp/real/* error=EXDEV" -o log -- "$calls" "$tmp/real"
while read -r call; do
	grep -q "^[0-9]* deny: $call $tmp/real/" log || fail "deny: $call was not denied"
done <made
describe real >now
diff before now || fail "deny: something was changed (>)"

# filters: each path of each call is in the folder, as it was given or from there on
script <<'LUA'
local counts = {}
for _, call in pairs(zp.syscalls) do
  for _, argument in ipairs(call.args) do
    if argument.role == "path" then
      counts[call.name .. " " .. argument.name] =
        zp.count(call.name, { [argument.name] = zp.args[1] .. "/*", comm = "path_calls" })
    end
  end
end
zp.on("exit", function()
  for name, count in pairs(counts) do print(name, count:get()) end
end)
LUA
# By all processes; what was counted before an exec is not there behind it.
counted() {
	awk '{ n[$1 " " $2] += $3 } END { for (name in n) print name, n[name] }' log |
		grep -vE "^($others|execve|execveat) " >sums
	[ "$(wc -l <sums)" -gt 60 ] || fail "$1: filters were not asked"
	! grep ' 0$' sums || fail "$1: paths that a filter does not know"
}
prepare real
zpoline run -s "$script" -a "$tmp/real" -o log -- "$calls" "$tmp/real"
counted 'absolute paths'
prepare real
zpoline run -s "$script" -a "$tmp/real" -o log -- "$calls" real
counted 'relative paths'

# zp.path names the file, by whatever call
script <<'LUA'
zp.hook("%file", function(regs)
  if zp.comm() == "path_calls" then print(regs.name, zp.path(regs)) end
end)
zp.hook({ "bind", "connect", "sendto", "sendmsg", "sendmmsg" }, function(regs)
  print(regs.name, zp.path(regs))
end)
LUA
prepare real
zpoline run -s "$script" -o log -- "$calls" "$tmp/real"
while read -r call; do
	grep -qE "^$call	$tmp/real/" log || fail "zp.path of $call is none: $(grep "^$call" log)"
done <made
