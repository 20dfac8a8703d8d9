#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The command in a folder that LD_PRELOAD cannot name, with a blank or a colon: it
# finds another name, for children in other folders and of other users too; and a
# place for that which nobody else can put anything in.
. "$(dirname "$0")/cli.sh"

export TMPDIR="$tmp/temporary"
mkdir -m 1777 "$TMPDIR"
links=$TMPDIR/zpoline-$(id -u)

# lies_in FOLDER: the command with its library and its scripts.
lies_in() {
	mkdir -p "$1/share/zpoline"
	cp "$build/zpoline" "$build/libzpoline.so" "$1"
	cp -r "$root/scripts" "$1/share/zpoline"
	ZPOLINE=$1/zpoline
}

for folder in "$tmp/a blank, and a comma" "$tmp/a:colon" "$tmp/both: of them"; do
	lies_in "$folder"
	: >"$log"
	echo 'zp.hook("openat", function(_, _, path) print(zp.mem.string(path)) end)' \
		>"$folder/own.lua"
	zpoline run -o "$log" -s "$folder/own.lua" -- \
		sh -c 'cd /; cat /etc/passwd; exec env -i /bin/cat /etc/group'
	expect_status 0
	expect_no_err
	find_log '^/etc/passwd$'
	find_log '^/etc/group$'
	zpoline trace -e openat cat /etc/passwd
	expect_status 0
	find_err '^openat\(AT_FDCWD, "/etc/passwd"'
	zpoline doctor
	expect_status 0
	find_out "^ok +library +$folder/libzpoline.so\$"
	find_out "^ +LD_PRELOAD cannot name .*: it is $links/[0-9a-f]{16}/libzpoline.so there\$"
done

# The same name each time, by many at once.
rm -rf "$links"
for n in 1 2 3 4 5 6 7 8; do
	"$ZPOLINE" run -o fd:1 -e 'print "hooked"' true >"several.$n" 2>&1 &
done
wait
cat several.* >out
[ "$(grep -cx hooked out)" -eq 8 ] || fail "not all are hooked"
find "$links" -type l | sed "s|$links/||" | grep -vxE '[0-9a-f]{16}' &&
	fail "links that are not in use"

# A link that has come to lead elsewhere is made anew.
for link in "$links"/*; do
	ln -sfn /nowhere "$link"
done
zpoline run -o fd:1 -e 'print "hooked"' true
expect_out hooked

# A folder that others can write to, or that is somebody else's, is not used.
for mode in 777 775; do
	chmod $mode "$links"
	zpoline doctor
	expect_status 0
	! grep -q "$links" out || fail "a folder of mode $mode is used"
done
rm -rf "$links"
chmod 777 "$TMPDIR"
zpoline doctor
! grep -q "$links" out || fail "a place that others can change is used"
if [ "$(id -u)" -eq 0 ]; then
	chmod 1777 "$TMPDIR"
	mkdir "$links"
	chown 65534 "$links"
	zpoline doctor
	! grep -q "$links" out || fail "somebody else's folder is used"
	rm -rf "$links"

	# another user, and a child that has become another one
	chmod 755 "$tmp"
	zpoline run -o fd:1 -e 'print "hooked"' -- \
		setpriv --reuid=65534 --regid=65534 --clear-groups true
	expect_status 0
	[ "$(grep -cx hooked out)" -eq 2 ] || fail "the other user's is not hooked"
	unprivileged
	zpoline run -o fd:1 -e 'print "hooked"' -- true
	expect_out hooked
fi

# Where TMPDIR was not safe.
find "/tmp/zpoline-$(id -u)" -type l -lname "$tmp/*" -delete 2>/dev/null

# Its own name cannot be in a list.
echo >'c:d.lua'
zpoline run -s ./c:d.lua -- true
expect_status 125
find_err 'ZPOLINE_SCRIPT cannot name .* Remedy: rename it'
