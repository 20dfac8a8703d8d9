-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- What is measured beside each other: natively, ours in its states, others. A
-- variant has
--   name                          as it is printed
--   script, args, engine, sud, state, hook
--                                 ours: what the variables of that name say
--   environment                   somebody else's: words in front of the command
--   door                          ours, by zpoline run --door=
--   wrapper                       a program that runs it
--   program                       another one than call
--   call                          another call of call.c than the task's
--   needs, zero                   a program, or address 0: else it is left out
--   slow                          1 us a call and more: fewer calls

local variants = {}

local strace = { needs = "strace", slow = true }

local function with(base, more)
  local v = {}
  for key, value in pairs(base) do v[key] = value end
  for key, value in pairs(more) do v[key] = value end
  return v
end

variants.native = { name = "native" }

-- How calls are caught, with nothing that wants this one, and with a handler.
local function modes(script, suffix)
  return {
    { name = "near, no SUD" .. suffix, engine = "near", sud = "off", script = script },
    { name = "near" .. suffix, engine = "near", script = script },
    { name = "zpoline, no SUD" .. suffix, engine = "zpoline", sud = "off", script = script,
      zero = true },
    { name = "zpoline" .. suffix, engine = "zpoline", script = script, zero = true },
    { name = "SUD alone" .. suffix, engine = "sud", script = script, slow = true },
  }
end

local function join(...)
  local all = { variants.native }
  for _, list in ipairs { ... } do table.move(list, 1, #list, #all + 1, all) end
  return all
end

-- Each of them by so many threads: "native, 2 threads".
local function by_threads(list, counts)
  local all = {}
  for _, v in ipairs(list) do
    for _, n in ipairs(counts) do
      all[#all + 1] = with(v, { threads = n,
        name = ("%s, %d thread%s"):format(v.name, n, n > 1 and "s" or "") })
    end
  end
  return all
end

-- Whole tools, ours beside others that do the same. Each writes the file "out" where
-- it is run.
local function tools(zpoline)
  local function ours(words)
    return { name = "zpoline " .. words:gsub(" %-o out", ""):gsub(" %-%-$", ""),
      wrapper = ("'%s' %s"):format(zpoline, words) }
  end
  local function theirs(name, words, needs)
    return { name = name, wrapper = words, needs = needs, slow = true }
  end
  variants.tools = join {
    ours "trace -o out", ours "trace --json -o out", ours "trace -c -o out",
    ours "run -s count -o out --", ours "run -s hist -o out --", ours "run -s iotop -o out --",
    ours "run -s slow --", ours "run -s timeline -o out --", ours "run -s flame -o out --",
    theirs("strace -f", "strace -f -o out", "strace"),
    theirs("strace -c -f", "strace -c -f -o out", "strace"),
    theirs("perf trace", "perf trace -o out", "perf"),
  }
  variants.files = join {
    ours "trace -y -o out", theirs("strace -f -y", "strace -f -y -o out", "strace"),
  }
  variants.lines = join {
    ours "trace -o out", theirs("strace -f", "strace -f -o out", "strace"),
  }
  variants.busy = by_threads(variants.lines, { 1, 4 })
  variants.fakes = join {
    ours "run -s faketime -a at=+1d --",
    theirs("faketime", "faketime -f +1d", "faketime"),
  }
  variants.roots = join {
    ours "run -s fakeroot -a save=@/owners --", theirs("fakeroot", "fakeroot", "fakeroot"),
  }
end

-- peers: somebody else's. programs: the folder of notify and trace. zpoline: the
-- command.
function variants.set(programs, zpoline, peers)
  tools(zpoline)
  local tracers = {
    { name = "seccomp notification", wrapper = programs .. "/notify", slow = true },
    { name = "ptrace", wrapper = programs .. "/trace", slow = true },
    with(strace, { name = "strace -f", wrapper = "strace -f -o /dev/null" }),
  }
  local chosen = {
    with(strace, { name = "strace --seccomp-bpf, this call",
      wrapper = "strace -f --seccomp-bpf -e trace=getpid -o /dev/null" }),
    with(strace, { name = "strace --seccomp-bpf, another", slow = false,
      wrapper = "strace -f --seccomp-bpf -e trace=mkdir -o /dev/null" }),
  }

  variants.ways = join(modes("unrelated", ""), modes("handler", ", empty handler"),
    { { name = "plain SIGSYS handler", call = "plain_sud", slow = true } }, tracers, chosen,
    peers)

  local doors = {
    { name = "zpoline run --preload, empty script", door = "preload", script = "empty" },
    { name = "zpoline run, empty script", door = "exec", script = "empty" },
  }
  variants.starts = join({ { name = "library, no script", engine = "auto" } },
    modes("empty", ", empty script"), doors, tracers, peers)
  variants.doors = join({ doors[2] }, tracers)
  variants.children = join({ { name = "LD_PRELOAD, empty script", script = "empty" }, doors[2] },
    tracers)

  variants.programs = join(
    { { name = "counter on every call", script = "count_all" },
      { name = "handler on every call", script = "handler_all" },
      { name = "zpoline, counter on every call", engine = "zpoline", script = "count_all",
        zero = true },
      { name = "zpoline, handler on every call", engine = "zpoline", script = "handler_all",
        zero = true } },
    tracers, peers)
end

variants.hooks = join {
  { name = "library, no script", engine = "auto" },
  { name = "empty script", script = "empty" },
  { name = "unrelated hook", script = "unrelated" },
  { name = "C hook, passing on", hook = "hook.so" },
  { name = "integer filter, no match", script = "filter" },
  { name = "injection, no match", script = "rule" },
  { name = "injection that answers", script = "injection" },
  { name = "counter", script = "counter" },
  { name = "histogram", script = "histogram" },
  { name = "empty Lua handler", script = "handler" },
  { name = "Lua handler that answers", script = "answer" },
  { name = "handler, 3 arguments + r9", script = "arguments" },
}

variants.paths = join {
  { name = "pattern, no match", script = "path_miss" },
  { name = "pattern, match", script = "path_hit" },
  { name = "empty Lua handler", script = "every_access" },
}

variants.clocks = join {
  { name = "unrelated hook", script = "unrelated" },
  { name = "empty Lua handler", script = "handler" },
}

-- Programs of all kinds, by the door at exec: none of their calls are wanted, or all.
variants.kinds = {}
for _, kind in ipairs {
  { key = "glibc", program = "call", title = "dynamic, glibc" },
  { key = "static", program = "call_static", title = "static, glibc" },
  { key = "musl", program = "call_musl", title = "dynamic, musl" },
  { key = "go", program = "call_go", title = "Go, by Syscall6" },
} do
  kind.variants = {
    with(variants.native, { program = kind.program }),
    { name = "unhooked", program = kind.program, door = "exec", script = "unrelated" },
    { name = "empty Lua handler", program = kind.program, door = "exec", script = "handler" },
  }
  table.insert(variants.kinds, kind)
end

local states = join {
  { name = "handler, one state", script = "handler" },
  { name = "handler, own states", script = "handler", state = "thread" },
  { name = "counter, one state", script = "count_getpid" },
  { name = "counter, own states", script = "count_getpid", state = "thread" },
}

local function by_args(name, script, list)
  local all = { variants.native }
  for _, n in ipairs(list) do
    all[#all + 1] = { name = name:format(n), script = script, args = n }
  end
  return all
end

variants.pairs = by_threads(states, { 1, 2 })
variants.pairs[#variants.pairs + 1] = with(states[3], { threads = 2, processes = "processes",
  name = "handler, 2 processes" })
variants.crowds = by_threads({ states[1], states[2], states[3] }, { 1, 4, 16, 64 })
variants.numbers = by_args("%d hooked", "numbers", { 1, 10, 100, 400 })
variants.rules = by_args("%d rules", "rules", { 1, 10, 100, 400 })
variants.chains = by_args("%d in the chain", "chain", { 1, 2, 4, 8, 16, 32, 64 })
variants.calls = {}
for _, v in ipairs { states[1], states[2] } do
  for _, n in ipairs { 1000, 100000 } do
    variants.calls[#variants.calls + 1] = with(v, { calls = n,
      name = ("%s, %d calls"):format(v.name:match "^%a+", n) })
  end
end

return variants
