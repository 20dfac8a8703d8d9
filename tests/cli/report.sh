#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline report: the page has what the recording has, and needs nothing else.
. "$(dirname "$0")/cli.sh"

echo text >file
zpoline trace --json -y -o log sh -c 'cat file; cat nothere; :'
"$PYTHON" - >>log <<'PY'
import json
def call(name, args, ret, **more):
    line = {"pid": 1, "tid": 7, "comm": "p", "name": name, "args": args, "ret": ret,
        "time": 1e9, "took": 0.25, **more}
    print(json.dumps({k: v for k, v in line.items() if v is not None}))
socket = {"fd": 3, "path": "socket:[5]"}
inet = {"sa_family": "AF_INET", "sin_port": 80, "sin_addr": "10.0.0.1"}
call("connect", {"fd": socket, "addr": inet, "addrlen": 16}, 0)
call("sendto", {"fd": socket, "buf": "</script>\U0001f600", "len": 9, "flags": [],
    "addrlen": 0}, 9)
call("recvfrom", {"fd": socket, "buf": {"base64": "/3gi"}, "len": 4,
    "flags": ["MSG_PEEK", 65536]}, 4)
call("openat", {"dfd": "AT_FDCWD", "path": "SOME_FILE", "flags": ["O_RDONLY"]}, -13,
    error="EACCES")
call("open", {"path": {"string": "long", "more": True}, "flags": ["O_WRONLY", "O_CREAT"],
    "mode": 420}, 3, result={"fd": 3, "path": "/long"})
call("stat", {"path": "x", "statbuf": {"st_mode": ["S_IFREG", 420], "st_size": 1}}, 0)
call("fcntl", {"fd": 3, "cmd": "F_GETFD"}, 1, result=["FD_CLOEXEC"])
call("rt_sigprocmask", {"how": "SIG_SETMASK", "set": {"all_but": ["SIGINT"]},
    "oldset": ["SIGINT", {"more": True}]}, 0)
call("exit_group", {"status": 0}, None, took=None)
PY
grep '"name"' log >calls
events=$(grep -c '"event"' log)
[ "$events" -gt 3 ] || fail "no events"
printf '{"name":"getpid","args":{},"ret":1,"tid":1,"time":1\nno call\n' >>log

zpoline report log -o page.html
expect_status 0
expect_out "page.html: $(wc -l <calls) calls, threads: 4"
grep -q 'log: 2 lines are no calls' err || fail "lines that are no calls"
"$PYTHON" - calls page.html <<'PY' || fail "the page is not the recording"
import collections, html.parser, json, sys
calls = [json.loads(line) for line in open(sys.argv[1])]
text = open(sys.argv[2]).read()
assert text.count("<script") == 2 == text.count("</script>")

class Page(html.parser.HTMLParser):
    tables, table = collections.defaultdict(list), None
    where, data, value = None, "", None
    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        assert not {"src", "srcset"} & set(attributes), "from elsewhere"
        assert attributes.get("href", "data:,") == "data:,", "from elsewhere"
        if tag == "table": self.table = self.tables[attributes["id"]]
        elif tag == "tr": self.table.append([])
        elif tag in ("td", "th"):
            self.table[-1].append("")
            self.value = attributes.get("data-v")
        self.where = attributes.get("id") if tag == "script" else tag
    def handle_data(self, data):
        if self.where == "data": self.data += data
        elif self.table and self.where in ("td", "th", "button") and data.strip():
            self.table[-1][-1] = self.value or data.strip()
page = Page()
page.feed(text)
assert "://" not in text.replace("http://www.w3.org/2000/svg", ""), "from elsewhere"
assert "url(" not in text and "@import" not in text

# all calls, in order
data = json.loads(page.data)
made = [data["calls"][i:i + 6] for i in range(0, len(data["calls"]), 6)]
assert len(made) == len(calls)
begin = min(c["time"] for c in calls)
for (thread, name, line, error, start, took), c in zip(made, calls):
    assert data["threads"][thread]["tid"] == c["tid"]
    assert data["names"][name] == c["name"]
    head, tail = data["texts"][line].rsplit(" = ", 1)
    assert head.startswith(c["name"] + "(") and head.endswith(")"), head
    if "ret" not in c: assert tail == "?", tail
    elif "error" in c: assert tail.startswith("-1 %s (" % c["error"]), tail
    elif "path" in c.get("result", ""): assert tail == "%d<%s>" % (
        c["ret"], c["result"]["path"]), tail
    else: assert tail.split(" ")[0] == str(c["ret"]), tail
    assert (data["errors"][error - 1] if error else None) == c.get("error")
    assert abs(start - (c["time"] - begin) * 1e6) < 2
    assert abs(took - c["took"] * 1e9) < 2 if "took" in c else took == -1
assert [data["texts"][line] for thread, name, line, *_ in made[-9:]] == [
    'connect(3<socket:[5]>, {sa_family=AF_INET, sin_port=80, sin_addr="10.0.0.1"}, 16) = 0',
    'sendto(3<socket:[5]>, "</script>\U0001f600", 9, 0, 0) = 9',
    'recvfrom(3<socket:[5]>, "\\377x\\"", 4, MSG_PEEK|0x10000) = 4',
    'openat(AT_FDCWD, "SOME_FILE", O_RDONLY) = -1 EACCES (Permission denied)',
    'open("long"..., O_WRONLY|O_CREAT, 0644) = 3</long>',
    'stat("x", {st_mode=S_IFREG|0644, st_size=1}) = 0',
    'fcntl(3, F_GETFD) = 1 (FD_CLOEXEC)',
    'rt_sigprocmask(SIG_SETMASK, ~[SIGINT], [SIGINT, ...]) = 0',
    'exit_group(0) = ?'], [data["texts"][m[2]] for m in made[-9:]]
programs = {t["program"] for t in data["threads"]}
assert {"sh", "cat"} <= programs, programs

# the tables
names = collections.Counter(c["name"] for c in calls)
failed = collections.Counter(c["name"] for c in calls if "error" in c)
rows = page.tables["calls"][1:]
assert {r[0]: (int(r[1]), int(r[2])) for r in rows} == {
    n: (names[n], failed[n]) for n in names}
times = [float(r[3]) for r in rows]
assert times == sorted(times, reverse=True)
errors = collections.Counter((c["name"], c["error"]) for c in calls if "error" in c)
assert {(r[0], r[1]): int(r[2]) for r in page.tables["errors"][1:]} == errors
files = {r[0]: r for r in page.tables["files"][1:]}
here = next(f for f in files if f.endswith("/file"))
assert files[here][1] == "5" and int(files[here][3]) >= 3, files[here]
gone = next(f for f in files if f.endswith("/nothere"))
assert gone[0] == "/" and files[gone][4] == "1"
assert files["socket 10.0.0.1:80"][1:4] == ["4", "9", "3"], files
PY

zpoline report log
[ -s log.html ] || fail "no log.html"
run sh -c '"$1" report - -t "<name>" <calls' sh "$ZPOLINE"
find_out '<title>&lt;name> - zpoline report</title>'

# what is no recording
echo text >none
zpoline report none
expect_status 1
find_err 'none: no recorded calls. Remedy: .*zpoline trace --json'
[ ! -e none.html ] || fail "a page of nothing"
zpoline report missing
expect_status 1
find_err 'missing: cannot be read'
zpoline report log -o missing/page.html
expect_status 1
find_err 'missing/page.html: cannot be written .*Remedy'
zpoline report log -o /dev/full
expect_status 1
find_err '/dev/full: cannot be written'

# flame graphs: widths are shares of the time, the same in each run
printf 'p;main;read 300\np;main;write<&> 100\nno stack\n' >stacks
zpoline report --flame stacks -o one.svg
expect_status 0
expect_out 'one.svg: 5 frames'
find_err 'stacks: 1 lines are no stacks'
zpoline report --flame stacks
cmp -s one.svg stacks.svg || fail "two pictures of the same"
"$PYTHON" - one.svg <<'PY' || fail "the flame graph"
import sys, xml.etree.ElementTree as tree
root = tree.parse(sys.argv[1]).getroot()
svg = "{http://www.w3.org/2000/svg}"
wide, high = {}, {}
for g in root.iter(svg + "g"):
    name = g.find(svg + "title").text
    wide[name.split(" (")[0]] = float(g.find(svg + "rect").get("width"))
    high[name.split(" (")[0]] = float(g.find(svg + "rect").get("y"))
    if name.startswith("read"): assert name == "read (0.300 ms, 75.0%)", name
assert abs(wide["read"] / wide["all"] - 0.75) < 0.001 and "write<&>" in wide, wide
assert high["all"] > high["p"] > high["main"] > high["read"] == high["write<&>"]
PY
zpoline report --flame none
expect_status 1
find_err 'none: no folded stacks. Remedy: zpoline run -s flame'
zpoline run -s flame -o stacks cat file
zpoline report --flame stacks
expect_status 0
grep -q '<title>read ([0-9]' stacks.svg || grep -q '<title>openat ([0-9]' stacks.svg ||
	fail "no call in the flame graph"
