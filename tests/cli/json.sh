#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline trace --json: each line of many programs is as docs/trace.schema.json says,
# by Debian's validator, and has the values that the program's calls had.
. "$(dirname "$0")/cli.sh"
"$PYTHON" -c 'import jsonschema' 2>/dev/null || skip "python3-jsonschema is not installed"

cat >validate.py <<'PY'
import json, os, sys
import jsonschema
schema = json.load(open(sys.argv[1]))
jsonschema.Draft202012Validator.check_schema(schema)
valid = jsonschema.Draft202012Validator(schema)

def once(pairs):
    names = [name for name, _ in pairs]
    assert len(names) == len(set(names)), names
    return dict(pairs)

def wrong(text, error):
    while error.context:
        error = jsonschema.exceptions.best_match(error.context)
    sys.exit("%s\n%s: %s" % (text, list(error.absolute_path), error.message))

seen, calls, events = set(), 0, 0
for path in sys.argv[2:]:
    for text in open(path, encoding="utf-8"):
        line = json.loads(text, object_pairs_hook=once)
        calls += "name" in line
        events += "event" in line
        # of lines that differ in numbers only, the first is enough
        shape = "".join(c for c in text if not c.isdigit())
        if shape in seen: continue
        seen.add(shape)
        error = jsonschema.exceptions.best_match(valid.iter_errors(line))
        if error: wrong(text, error)
print(calls, "calls,", events, "events,", len(seen), "different lines")
assert calls and events
PY

# trace NAME COMMAND...: $options are the command's.
options=
trace() {
	name=$1
	shift
	# shellcheck disable=SC2086 # a list of words
	zpoline trace --json $options -o "$name.log" "$@"
	expect_status 0
	"$PYTHON" validate.py "$root/docs/trace.schema.json" "$name.log" >judged 2>&1 || {
		cat judged
		fail "$name: a line is not as the schema says"
	}
	sed "s/^/$name: /" judged
}

# program NAME COMMAND...: the same, if there is such a tool.
program() {
	command -v "$2" >/dev/null || return 0
	trace "$@"
}

trace structs "$TEST_TARGETS/structs"
trace threads "$TEST_TARGETS/threads"
trace signals "$TEST_TARGETS/signal_calls"
trace ls ls -l / /proc/self/fd
# shellcheck disable=SC2016 # for the shell that is started
trace sh sh -c 'ls / | sort | head -n 3; (exit 3); echo a b | tr a b >x; cat x nothere
	trap : USR1; kill -USR1 $$; sleep 0.01 & wait; printf "\377\0x" | cat; test -r x'
program python "$PYTHON" "$root/tests/format/sockets.py"
program terminal "$PYTHON" "$root/tests/format/terminal.py"
# shellcheck disable=SC2016 # for perl
program perl perl -MIO::Socket -e 'print `echo x`; sleep 0; utime 1, 2, "x"'
program sqlite sqlite3 db 'create table a(b); insert into a values(1); select * from a'
program openssl openssl rand -hex 8
options='-y -s 5'
trace paths "$TEST_TARGETS/structs"
trace paths_sh sh -c 'ls / | sort | head -n 3; cat /etc/passwd >x'
options=-k
trace stacks "$TEST_TARGETS/signal_calls"
trace stacks_threads "$TEST_TARGETS/threads"
# shellcheck disable=SC2016 # for the shell that is started
trace stacks_sh sh -c 'ls / | sort | head -n 3; trap : USR1; kill -USR1 $$; ./nowhere; :'
cat ./*.log >all
grep -q '"event":"signal".*,"stack":\[{"addr"' all || fail "no stack of a signal"
options='-e inject=getppid:retval=7 -e %process,getppid'
trace injected sh -c ':; (:)'

# what is counted is the same as with lines beside it
options=-C
trace both sh -c 'ls / | sort | head -n 3; :'
options='-c -S name'
trace counts sh -c 'ls / | sort | head -n 3; :'
"$PYTHON" - both.log counts.log <<'PY' || fail "not the counts of the calls"
import collections, json, sys
both, counts = ([json.loads(line) for line in open(path)] for path in sys.argv[1:])
calls = collections.Counter(line["name"] for line in both if "ret" in line)
counted = {line["name"]: line for line in both if line.get("event") == "count"}
assert calls == {name: line["calls"] for name, line in counted.items()}, (calls, counted)
assert sum(line.get("ret", 0) < 0 for line in both if line.get("name") == "openat"
           and "args" in line) == counted["openat"]["errors"]
assert all(line["event"] == "count" for line in counts)
names = [line["name"] for line in counts]
assert names == sorted(names) and set(names) == set(counted), names
assert all(line["took"] < 60 for line in counts)
PY

# values, from what was done
printf 'caf\303\251' >'caf"1	'
printf 'x\377y' >bytes
cat >made.py <<'PY'
import os, signal, socket
fd = os.open('caf"1\t', os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
os.read(fd, 100)
os.fstat(fd)
os.read(os.open("bytes", os.O_RDONLY), 100)
try: os.open(b"\xff\xfe", os.O_RDONLY)
except OSError: pass
os.write(fd, b"0123456789")
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(("127.0.0.1", 80))
try: os.close(-7)
except OSError: pass
signal.signal(signal.SIGUSR1, lambda *_: None)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2])
os.kill(os.getpid(), signal.SIGUSR1)
os._exit(259)
PY
zpoline trace --json -s 8 -o log "$PYTHON" -S made.py
expect_status 3
"$PYTHON" - log <<'PY' || fail "not the values of the calls"
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1])]
def calls(name, **args):
    return [c for c in lines if c.get("name") == name and args.items() <= c["args"].items()]

opened = calls("openat", path='caf"1\t')[0]
assert opened["args"]["dfd"] == "AT_FDCWD" and opened["args"]["mode"] == 0o640
assert opened["args"]["flags"] == ["O_RDWR", "O_CREAT", "O_CLOEXEC"], opened
assert opened["ret"] >= 0 and opened["took"] > 0 and opened["time"] > 1.6e9
assert opened["pid"] == opened["tid"] and opened["comm"] == "python3"
fd = opened["ret"]
assert "café" in [c["args"]["buf"] for c in calls("read", fd=fd)]
stat = (calls("fstat", fd=fd) + calls("newfstatat", dfd=fd))[-1]["args"]["statbuf"]
assert stat["st_mode"][0] == "S_IFREG" and stat["st_size"] == 5, stat
assert any(c["args"]["buf"] == {"base64": "eP95"} for c in calls("read", count=100))
bad = calls("openat", path={"base64": "//4="})[0]
assert bad["ret"] == -2 and bad["error"] == "ENOENT"
wrote = calls("write", fd=fd)[0]["args"]
assert wrote == {"fd": fd, "buf": {"string": "01234567", "more": True}, "count": 10}, wrote
address = calls("connect")[0]["args"]["addr"]
assert address == {"sa_family": "AF_INET", "sin_port": 80, "sin_addr": "127.0.0.1"}, address
assert calls("close", fd=-7)[0]["error"] == "EBADF"
mask = calls("rt_sigprocmask", how="SIG_BLOCK")
assert any(c["args"]["set"] == ["SIGUSR2"] for c in mask), mask
end = calls("exit_group")[0]
assert end["args"] == {"status": 259} and not {"ret", "took"} & set(end), end

program = calls("execve")[0]
assert program["args"]["argv"][1:] == ["-S", "made.py"] and program["ret"] == 0
events = {line["event"]: line for line in lines if "event" in line}
assert set(events) == {"exec", "signal", "exit"}, events
assert events["exec"]["argv"] == program["args"]["argv"]
assert events["signal"]["signal"] == "SIGUSR1"
assert events["signal"]["siginfo"]["si_pid"] == events["signal"]["pid"]
assert events["exit"]["status"] == 3 and events["exit"]["process"] is True
PY
zpoline trace --json -q -e signal=none -o log "$PYTHON" -S made.py
! grep -qE '"event":"(exit|signal)"' log || fail "-q -e signal=none"
