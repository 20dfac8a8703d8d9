#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline trace on a terminal: what is typed there reaches the program once, and stops
# and ends the command as it does the program.
. "$(dirname "$0")/cli.sh"

cat >program.py <<'PY'
import os, signal, sys
def on(name):
    return lambda *a: (os.write(1, name), name == b"int" and ends[0] and sys.exit(7))
ends = [len(sys.argv) > 1]
signal.signal(signal.SIGINT, on(b"int") if ends[0] or os.environ.get("CATCH") else signal.SIG_DFL)
signal.signal(signal.SIGCONT, on(b"cont"))
signal.signal(signal.SIGHUP, on(b"hup"))
os.write(1, b"ready")
while True: signal.pause()
PY
# a shell with job control, and who types to it
cat >shell.py <<'PY'
import os, pty, re, select, signal, sys, time
what, command = sys.argv[1], sys.argv[2:]
reports, report = os.pipe()
def be_shell():
    job = os.fork()
    if job == 0:
        os.setpgid(0, 0)
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        os.tcsetpgrp(0, os.getpid())
        signal.signal(signal.SIGTTOU, signal.SIG_DFL)
        os.execv(command[0], command)
    os.write(report, b"%d\n" % job)
    while True:
        st = os.waitpid(job, os.WUNTRACED)[1]
        os.write(report, b"%d\n" % st)
        if not os.WIFSTOPPED(st): os._exit(0)
shell, fd = pty.fork()
if shell == 0: be_shell()
seen = b""
def read_until(word, seconds=60):
    global seen
    end = time.time() + seconds
    while word not in seen and time.time() < end:
        if select.select([fd], [], [], 0.1)[0]:
            try: seen += os.read(fd, 1000)
            except OSError: break
    return word in seen
def status():
    if not select.select([reports], [], [], 60)[0]: sys.exit("no status")
    return int(os.read(reports, 100).split()[0])
pid = status()
assert read_until(b"ready"), seen
if what == "interrupted":
    os.write(fd, b"\x03")
    st = status()
    assert os.WIFSIGNALED(st) and os.WTERMSIG(st) == signal.SIGINT, st
elif what == "caught":
    os.write(fd, b"\x03")
    assert os.waitstatus_to_exitcode(status()) == 7
    read_until(b"never", 0.3)
    assert seen.count(b"int") == 1, seen
elif what == "stopped":
    for turn in 1, 2:
        os.write(fd, b"\x1a")
        st = status()
        assert os.WIFSTOPPED(st) and os.WSTOPSIG(st) == signal.SIGTSTP, st
        child = open("/proc/%d/task/%d/children" % (pid, pid)).read().split()[0]
        assert re.search(r"\) T ", open("/proc/%s/stat" % child).read()), "it runs"
        os.kill(-pid, signal.SIGCONT)
        read_until(b"never", 0.5)
        assert seen.count(b"cont") == turn, seen
    # to the command alone: not twice either
    os.kill(pid, signal.SIGHUP)
    assert read_until(b"hup")
    read_until(b"never", 0.3)
    assert seen.count(b"hup") == 1, seen
    os.kill(pid, signal.SIGTERM)
    st = status()
    assert os.WIFSIGNALED(st) and os.WTERMSIG(st) == signal.SIGTERM, st
PY

for how in '-o log' ''; do
	# shellcheck disable=SC2086 # a list of words
	for what in interrupted stopped; do
		run "$PYTHON" shell.py "$what" "$ZPOLINE" trace $how -e getppid \
			"$PYTHON" -S program.py
		expect_no_err
		expect_status 0
	done
	# shellcheck disable=SC2086 # a list of words
	run "$PYTHON" shell.py caught "$ZPOLINE" trace $how -e getppid \
		"$PYTHON" -S program.py end
	expect_no_err
	expect_status 0
done
find_log '^[0-9]+ \+\+\+ '
