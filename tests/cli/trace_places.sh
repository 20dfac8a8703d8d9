#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline trace: its lines reach the command from wherever the program goes: another
# user, namespaces, another root, behind a filter, under limits.
# shellcheck disable=SC2016 # for the program's shell
. "$(dirname "$0")/cli.sh"

command_for_all
cp "$TEST_TARGETS/no_maps" .
chmod a+rx . no_maps
cat >calls.py <<'PY'
import ctypes, os, sys
where = sys.argv[1] if len(sys.argv) > 1 else "here"
if where == "chroot": os.chroot(sys.argv[2])
elif where == "chdir": os.chdir("/")
elif where == "limit":
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
for i in range(300): os.getpgrp()
if where == "fork":
    pid = os.fork()
    for i in range(300): os.getpgrp()
    if pid: os.waitpid(pid, 0)
PY

# seen CALL COUNT COMMAND...: so many of these are in the log, and nothing else is said
seen() {
	call=$1 count=$2
	shift 2
	rm -f log
	zpoline trace -o log -e signal=none -e "$call" "$@"
	expect_status 0
	expect_no_err
	count_log "$count" " $call\(\\) += [0-9]+\$"
	! grep -vE "^[0-9]+ ($call\\(|execve\\(|<... execve resumed>|\\+\\+\\+ exited with 0)" log ||
		fail "another line"
}
# can COMMAND...: this machine lets it
can() {
	"$@" true 2>err && return
	left_out="$left_out; $*"
	false
}
left_out=

seen getpgrp 900 "$PYTHON" -S calls.py fork
seen getpgrp 300 "$PYTHON" -S calls.py chdir
seen getpgrp 300 "$PYTHON" -S calls.py limit
seen getppid 5 ./no_maps
can unshare -pf && seen getpgrp 900 unshare -pf "$PYTHON" -S calls.py fork
can unshare -Ur && seen getpgrp 900 unshare -Ur "$PYTHON" -S calls.py fork
mount='mount -t tmpfs none /dev/shm && exec "$@"'
can unshare -m sh -c "$mount" sh &&
	seen getpgrp 300 unshare -m sh -c "$mount" sh "$PYTHON" -S calls.py
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	# a program that root starts as another user, and what that one starts
	for umask in 022 077; do
		umask $umask
		zpoline trace -o log -e getpgrp setpriv --reuid=65534 --clear-groups \
			sh -c "exec $PYTHON -S calls.py fork"
		umask 022
		count_log 900 ' getpgrp\(\) += [0-9]+$'
	done
fi
mkdir root
can chroot / && seen getpgrp 300 "$PYTHON" -S calls.py chroot root

unprivileged
chmod a+rwx .
XDG_RUNTIME_DIR=/nonexistent
export XDG_RUNTIME_DIR
seen getpgrp 900 "$PYTHON" -S calls.py fork
seen getppid 5 ./no_maps

[ -z "$left_out" ] || skip "this machine does not let one$left_out"
