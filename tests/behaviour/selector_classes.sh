#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Classes of calls, and calls that are left out of a selection.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
local function names(selector)
  local seen = {}
  local h = zp.hook(selector, function(r) seen[r.name] = true end)
  return function(title)
    local list = {}
    for name in pairs(seen) do list[#list + 1] = name end
    table.sort(list)
    print(title .. ": " .. table.concat(list, " "))
    h:remove()
  end
end
local file, desc = names "%file", names { "%desc", "!close" }
local process, signal = names "%process", names { "%signal", "!rt_sigaction", "!%process" }
local all_but = names { "!%file", "!%desc", "!%memory", "!%signal", "!%process", "!%time",
  "!exit_group", "!prlimit64", "!getrandom", "!arch_prctl", "!set_tid_address", "!prctl",
  "!set_robust_list", "!rseq", "!futex", "!uname" }
zp.on("exit", function()
  file "file" desc "desc" process "process" signal "signal" all_but "others"
end)
LUA
hooked "$TEST_TARGETS/calls" open:/etc/hosts unlink:/no/such close:90 write:90:1 \
	getppid kill:10
expect_status 0
sed 's/ \(brk\|mmap\|munmap\|mprotect\|newfstatat\|fstat\|pread64\|access\|sigaltstack\)\b//g' "$log" >said
cat >expected <<'TEXT'
file: openat unlink
desc: openat write
process: exit_group kill
signal: rt_sigreturn
others: getpid getppid
TEXT
diff expected said || fail "not as expected (<)"

[ -x "$PYTHON" ] || skip "well, but python3 is not installed"
script <<'LUA'
local said = {}
for _, class in ipairs { "%ipc", "%network", "%memory", "%time" } do
  zp.hook({ class, "!mmap", "!munmap", "!mprotect", "!brk" }, function(regs)
    local text = class .. " " .. regs.name
    if not said[text] then print(text) end
    said[text] = true
  end)
end
LUA
hooked "$PYTHON" -c 'import ctypes, socket, time
libc = ctypes.CDLL(None)
libc.shmget(0, 4096, 0o600)
libc.msgget(1, 0)
a, b = socket.socketpair()
a.send(b"x")
libc.mlock(ctypes.create_string_buffer(8), 8)
time.sleep(0.001)'
expect_status 0
for line in '%ipc shmget' '%ipc msgget' '%network socketpair' '%network sendto' '%memory mlock' \
	'%time clock_nanosleep'; do
	grep -qx "$line" "$log" || fail "the log has no $line"
done
