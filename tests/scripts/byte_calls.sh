#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Every call that moves bytes, against every script and fixture that counts them or limits
# them: what is said of each call is what it has moved. What is to be made is told by the
# table of calls: one that is added there and not here fails.
. "$(dirname "$0")/../cli/cli.sh"

calls=$TEST_TARGETS/byte_calls
"$calls" list | sort -u >made
script <<'LUA'
for _, call in pairs(zp.syscalls) do
  for _, argument in ipairs(call.args) do
    local role = argument.role
    if role == "from" or role == "to" or role == "pipe" then print(call.name) break end
  end
end
LUA
hooked true
sort -u "$log" >wanted
diff wanted made || fail "calls of the table (<) are not those that are tried (>)"

# each CALL has moved what it has natively
prepare() {
	rm -rf dir log
	mkdir dir
}
prepare
native "$calls" "$tmp/dir"
expect_status 0
mv out native
grep -q '^sendmmsg memory socket [0-9]* 2 10 ' native || fail "the calls do not work natively"

# check NAME: what check.py says of the run that was just made
cat >check.py <<'PY'
import re, sys
FIELDS = "call source target pid result moved source_path target_path port arrived".split()
def rows(name):
    return [dict(zip(FIELDS, line.split())) for line in open(name)]
was, now = rows("native"), rows("out")
log = open("log").read() if sys.argv[1] in ("iotop", "netsnoop", "fsync-audit", "throttle") else ""
bad = []
def same(row, what, wanted, found):
    if str(wanted) != str(found):
        bad.append(f"{row['call']} {row['source']} {row['target']}: {what} {found}, not {wanted}")
assert len(was) == len(now), "not all calls were made"

def iotop():
    files = {}
    for table in re.split(r"(?m)^(?=\d+ \S+: \d+ files?$)", log):
        pid = table.split(" ")[0]
        for m in re.finditer(r"(?m)^ *(\d+) +(\d+) +(\d+) +[\d.]+ (\S+)$", table):
            files[pid, m[4]] = m[1], m[2], m[3]
    for row in now:
        moved = row["moved"]
        if row["source"] != "memory":
            same(row, "iotop", (moved, "0", "1"), files.get((row["pid"], row["source_path"])))
        if row["target"] != "memory":
            same(row, "iotop", ("0", moved, "1"), files.get((row["pid"], row["target_path"])))

# the kernel may give a port again
def netsnoop():
    rows = [row for row in now if "socket" in (row["source"], row["target"])]
    def line(row):
        sent = row["moved"] if row["target"] == "socket" else 0
        received = row["moved"] if row["source"] == "socket" else 0
        return f"sent {sent}, received {received}"
    for row in rows:
        told = [line(r) for r in rows if (r["pid"], r["port"]) == (row["pid"], row["port"])]
        said = re.findall(fr"(?m)^ *{row['pid']} .* close .* 127\.0\.0\.1:{row['port']} (.*)$", log)
        same(row, "netsnoop", sorted(told), sorted(said))

def fsync_audit():
    for row in now:
        if row["target"] != "file": continue
        said = re.findall(fr"fsync-audit: {row['target_path']} closed: (\d+) bytes", log)
        same(row, "fsync-audit", [row["moved"]], said)

# all that the process has slept for, in order; at last for the rows themselves
def throttle():
    way = sys.argv[2]
    wanted = [r["moved"] for r in now if r[way] != "memory" and r["moved"] != "0"]
    said = re.findall(fr"(?m)^{now[0]['pid']} (\d+)$", log)
    if way == "target": wanted.append(str(len(open("out").read())))
    if said != wanted: bad.append(f"throttle: {way}: {said}, not {wanted}")

def short():
    for before, row in zip(was, now):
        most = before["moved"] if "queue" in (row["source"], row["target"]) else 3
        same(row, "moved", min(int(before["moved"]), int(most)), row["moved"])
        if row["target"] in ("pipe", "socket"): same(row, "arrived", row["moved"], row["arrived"])

def disk_full():
    for before, row in zip(was, now):
        full = row["target"] == "file"
        same(row, "result", "ENOSPC" if full else before["result"], row["result"])

def disk_5():
    moved = sum(int(row["moved"]) for row in now if row["target"] == "file")
    if moved != 5: bad.append(f"{now[0]['call']}: {moved} bytes are on the disk, not 5")

# also what the other ends of these sockets have sent
def drop():
    for before, row in zip(was, now):
        if row["source"] == "socket": continue
        same(row, "result", before["result"], row["result"])
        same(row, "moved", before["moved"], row["moved"])
        lost = row["target"] == "socket"
        same(row, "arrived", 0 if lost else before["arrived"], row["arrived"])

globals()[sys.argv[1].replace("-", "_")]()
print("\n".join(bad))
sys.exit(bool(bad))
PY
check() {
	expect_status 0
	"$PYTHON" check.py "$@" >said || fail "$1: $(cat said)"
}

prepare
zpoline run -s iotop -a top=1000 -o log -- "$calls" "$tmp/dir"
check iotop
prepare
zpoline run -s netsnoop -o log -- "$calls" "$tmp/dir"
check netsnoop
prepare
zpoline run -s fsync-audit -o log -- "$calls" "$tmp/dir"
check fsync-audit

# throttle at 1 byte a second, which is told and not waited for; but for what the loader reads
script <<'LUA'
require("zpoline.common").open = function()
  return { change = function(_, fn) return select(2, fn "") end }
end
zp.sleep = function(seconds) zp.log("%d %d", zp.pid(), seconds) end
LUA
prepare
zpoline run --preload -s "$script" -s throttle -a 'rate=1 on=all write=no' -o log -- "$calls" "$tmp/dir"
check throttle source
prepare
zpoline run -s "$script" -s throttle -a 'rate=1 on=all read=no' -o log -- "$calls" "$tmp/dir"
check throttle target

fixture() {
	prepare
	zpoline run -e "require('zpoline.fixture').$1" -- "$calls" "$tmp/dir"
}
fixture 'short({ "%read", "%write" }, 3)'
check short
fixture 'disk_full(0, { path = "*.to" })'
check disk_full
fixture 'net { drop = true }'
check drop
awk '$3 == "file" { print $1 }' native | sort -u >writers
while read -r call; do
	prepare
	zpoline run -e 'require("zpoline.fixture").disk_full(5, { path = "*.to" })' -- \
		"$calls" "$tmp/dir" "$call"
	expect_status 0
	mv native all
	grep "^$call " all >native
	check disk_5
	mv all native
done <writers
