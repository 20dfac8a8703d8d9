-- SPDX-License-Identifier: MIT OR Apache-2.0
-- flame: time in system calls by function, as folded stacks
--
--   zpoline run -s flame -o stacks -- program
--   zpoline run -s flame -a '%file' -o stacks -- program       some calls only
--   zpoline report --flame stacks -o flame.svg                 or speedscope.app
--
--   program;main;read_config;fopen;openat 412
--
-- The number is microseconds; stacks that took less than one are left out. C counts, and
-- the names of functions are looked up at the end. Each process writes its stacks when it
-- ends. One that is killed, or that becomes another program, writes nothing. Calls that wait
-- are counted: leave them out with '!poll !futex' or so. Stacks beyond max=8192 are one,
-- [other].

local args = require "zpoline.args"
local options = args.read { depth = 64, max = 8192 }
local calls = #options > 0 and { table.unpack(options) }
  or { "!exit", "!exit_group", "!rt_sigreturn" }

local stacks = zp.count(calls, nil, {
  by = { "stack", "syscall" }, sum = "took", max = options.max,
  frames = math.max(1, math.min(options.depth, 64)),
})

-- What the parent has done, it tells.
zp.on("fork", function() stacks:reset() end)

zp.on("exit", function()
  local list = {}
  local comm = zp.comm():gsub("[; \n]", "_")
  local function add(stack, ns)
    if ns >= 1000 then list[#list + 1] = ("%s;%s %d"):format(comm, stack, ns // 1000) end
  end
  local rows, other = stacks:rows()
  for _, row in ipairs(rows) do
    add((row.key[1] == "?" and "" or row.key[1] .. ";") .. row.key[2], row.took)
  end
  if other then add("[other]", other.took) end
  table.sort(list)
  if #list > 0 then print(table.concat(list, "\n")) end
end)
