-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- judge.lua OFFSETS: reads `strace -f -n -i` of a run under every.lua from
-- standard input and says whether the hook has seen all that strace saw.
--
-- strace prints where each call was made. After the constructor that must be in
-- the gate, or the call has escaped; and there the stub tells the program's
-- calls from the library's own. Before each call of the program the hook writes
-- its number, by a call that strace sees too: what the hook has seen and what
-- the task does next are compared one by one.
--
-- The gate is a region of its own, where the memory for it was mapped; or, if
-- there is none, it stands in the library with the slots of the call sites
-- behind it. That place is told by the constructor's last call, which arms the
-- net.
--
-- OFFSETS: the gate's stubs, as nm prints them.

local stub = {}
for line in io.lines(arg[1]) do
  local at, name = line:match "^(%x+) %a gate_blob_?(%g*)$"
  if at then stub[name] = tonumber(at, 16) end
end
local blob = assert(stub[""], "no gate_blob among the symbols")
local STUBS, GATE_SIZE = 0x7000, 0x8000 -- gate.h

-- Where one address is behind the instruction, in the region or in the blob.
local function within(offset, from, to)
  return offset > stub[from] - blob and offset <= stub[to] - blob
end

-- Where gates are: from an address to its gate's size, and where in it the
-- stubs are.
local gates = {}

-- "program", "library" or nil: not in the gate.
local function whose(ip)
  local base, gate
  for b, g in pairs(gates) do
    if ip > b and ip <= b + g.size then base, gate = b, g end
  end
  if not base then return nil end
  local offset = ip - base - gate.stubs
  if offset >= 0 and (within(offset, "syscall", "issue")
    or within(offset, "restorer", "int80")) then
    return "library"
  end
  return "program"
end

-- Made by other stubs than the program's calls are: the disposition that the
-- kernel gets is not the one that the program asked for.
local remade = { [13] = "rt_sigaction" }
-- Answered without the kernel: what the library keeps to itself.
local answered = {
  [3] = "close", [5] = "fstat", [32] = "dup", [33] = "dup2", [72] = "fcntl",
  [128] = "rt_sigtimedwait", [157] = "prctl", [262] = "newfstatat",
  [292] = "dup3", [436] = "close_range",
}
-- Made in parts, around what the library keeps to itself.
local split = { [436] = "close_range" }
local RESTART = 219
-- The constructor's last call but that which arms the net.
local PUBLISHED = "^munmap%(0x%x+, 36864"

local tasks = {}
local wrong = {}      -- lines to show
local count = {
  seen = 0, missed = 0, escaped = 0, before = 0, library = 0, images = 0,
  restarted = 0, answered = 0, unissued = 0, trapped = 0, strangers = 0,
}

local function complain(kind, line)
  count[kind] = count[kind] + 1
  if #wrong < 20 then wrong[#wrong + 1] = kind .. ": " .. line end
end

local function new_image(t)
  t.phase, t.blob = "before", nil
  t.begun, t.expected, t.restarts = {}, {}, {}
end

-- A task begins as its maker was, behind the constructor; but for the first.
local function task_of(tid)
  local t = tasks[tid]
  if not t then
    t = { phase = "program", expected = {}, restarts = {} }
    if not next(tasks) then new_image(t) end
    tasks[tid] = t
  end
  return t
end

-- Its last call was recorded, and never made: only right if the library has
-- answered it.
local function settle(t, line)
  local nr = table.remove(t.expected)
  if answered[nr] then
    count.seen = count.seen + 1
    count.answered = count.answered + 1
  else
    complain("missed", ("recorded as %d, then: %s"):format(nr, line))
  end
end

local function sort_out_begun(t, is_librarys)
  for ip, n in pairs(t.begun) do
    local kind = is_librarys(ip) and "library" or "before"
    count[kind] = count[kind] + n
  end
end

local ARMED = "^prctl%(PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_ON, "
  .. "0x(%x+), 0x(%x+)"

-- Before a region is mapped the constructor calls by the blob itself, from
-- where it has made the memfd of the region. Without one it does to its end.
local function before(t, ip, text)
  if text:find "^memfd_create%(" then t.blob = ip end
  t.begun[ip] = (t.begun[ip] or 0) + 1
  local base, size = text:match(ARMED)
  if not base then return end
  gates[tonumber(base, 16)] = { size = tonumber(size, 16), stubs = 0 }
  sort_out_begun(t, whose)
  t.phase = "program"
end

local function begin_constructor(t)
  t.phase = "constructor"
  sort_out_begun(t, function(ip) return ip == t.blob end)
end

local function programs_call(t, nr, line)
  local expected = t.expected
  while #expected > 0 and expected[#expected] ~= nr do
    if (t.restarts[nr] or 0) > 0 or nr == RESTART then break end
    settle(t, line)
  end
  if expected[#expected] == nr then
    expected[#expected] = nil
    count.seen = count.seen + 1
  elseif split[nr] and t.last == nr then
    count.library = count.library + 1
  elseif nr == RESTART then
    count.restarted = count.restarted + 1
  elseif (t.restarts[nr] or 0) > 0 then
    t.restarts[nr] = t.restarts[nr] - 1
    count.restarted = count.restarted + 1
  else
    complain("missed", line)
  end
  t.last = nr
end

local function librarys_call(t, nr, text)
  local recorded = text:match '^write%(%d+, "zp (%-?%d+)\\n"'
  if recorded then
    t.expected[#t.expected + 1] = tonumber(recorded)
  elseif remade[nr] and t.expected[#t.expected] == nr then
    t.expected[#t.expected] = nil
    count.seen = count.seen + 1
  else
    count.library = count.library + 1
  end
end

local GATE_MAPPED = "^mmap%(0x(%x+), 32768, PROT_READ|PROT_EXEC, "
  .. "MAP_PRIVATE|MAP_FIXED, %d+, 0"

local function call(t, nr, ip, text, line)
  local base = text:match(GATE_MAPPED)
  if base and t.phase == "before" then
    gates[tonumber(base, 16)] = { size = GATE_SIZE, stubs = STUBS }
  end
  local owner = whose(ip)
  if t.phase == "before" and owner and t.blob then begin_constructor(t) end
  if t.phase == "before" then
    before(t, ip, text)
  elseif t.phase == "constructor" then
    count.library = count.library + 1
    if text:find(PUBLISHED) then t.phase = "program" end
  elseif not owner then
    complain("escaped", line)
  elseif owner == "program" then
    programs_call(t, nr, line)
  else
    librarys_call(t, nr, text)
  end
end

-- The last record may be of a call that the task did not live to make.
local function ended(t)
  if #t.expected > 0 then
    count.unissued = count.unissued + 1
    t.expected[#t.expected] = nil
  end
  while #t.expected > 0 do settle(t, "its end") end
  if t.phase ~= "program" then count.strangers = count.strangers + 1 end
end

for line in io.lines() do
  local tid, nr, ip, text = line:match "^(%d+) +%[ *(%-?%d+)%] %[(%g+)%] (.*)$"
  if tid then
    local t = task_of(tid)
    nr = tonumber(nr)
    if text:find "^%+%+%+ exited" or text:find "^%+%+%+ killed" then
      ended(t)
      tasks[tid] = nil
    elseif text:find "^%-%-%- " then
      if text:find("SYS_USER_DISPATCH", 1, true) then
        count.trapped = count.trapped + 1
      end
    elseif not text:find "^[<+]" then
      call(t, nr, tonumber(ip, 16) or 0, text, line)
    end
    if text:find "= %? ERESTART" then
      t.restarts[nr] = (t.restarts[nr] or 0) + 1
    elseif (nr == 59 or nr == 322) and text:find "%) *= 0$" then
      new_image(t)
      count.images = count.images + 1
    end
  end
end

local all = count.seen + count.missed + count.escaped
print(("%d calls after the constructor, %d seen by the hook: %.2f %%"):format(
  all, count.seen, all > 0 and 100 * count.seen / all or 0))
print(("  before the constructor %d, in %d images; the library's own %d"):format(
  count.before, count.images, count.library))
print(("  restarted by the kernel %d, answered by the library %d, trapped %d, "
  .. "ended first %d"):format(count.restarted, count.answered, count.trapped,
  count.unissued))
print(("  missed %d, escaped %d, images without the library %d"):format(
  count.missed, count.escaped, count.strangers))
for _, line in ipairs(wrong) do print(line:sub(1, 160)) end
os.exit(all > 0 and count.missed + count.escaped + count.strangers == 0)
