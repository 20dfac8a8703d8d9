-- SPDX-License-Identifier: MIT OR Apache-2.0
-- flame: time in system calls by function, as folded stacks
--
--   zpoline run -s flame -o stacks -- program
--   zpoline run -s flame -a '%file' -o stacks -- program       some calls only
--   zpoline report --flame stacks -o flame.svg                 or speedscope.app
--
--   program;main;read_config;fopen;openat 412
--
-- The number is microseconds; stacks that took less than one are left out. Each process
-- writes its stacks when it ends. One that is killed, or that becomes another program,
-- writes nothing. Calls that wait are counted: leave them out with '!poll !futex' or so.

local args = require "zpoline.args"
local forks = require "inner.forks"
local options = args.read { depth = 64 }

local stacks = {} -- by text: ns

local function fold(regs)
  local names = { zp.comm() }
  local frames = zp.backtrace(regs, { max = options.depth }) or {}
  for i = #frames, 1, -1 do
    local frame = frames[i]
    local object = frame.object and frame.object:match "[^/]*$"
    names[#names + 1] = frame.symbol or object and "[" .. object .. "]" or "[unknown]"
  end
  names[#names + 1] = regs.name
  for i, name in ipairs(names) do names[i] = name:gsub("[; \n]", "_") end
  return table.concat(names, ";")
end

zp.hook(#options > 0 and options or { "!exit", "!exit_group", "!rt_sigreturn" }, {
  enter = function(regs)
    local stack = fold(regs)
    regs.data = { stack = stack, from = zp.now() }
  end,
  exit = function(regs, ret)
    if forks.is_child(regs, ret) then return end
    local call = regs.data
    stacks[call.stack] = (stacks[call.stack] or 0) + zp.now() - call.from
  end,
})

-- What the parent has done, it tells.
zp.on("fork", function() stacks = {} end)

zp.on("exit", function()
  local list = {}
  for stack, ns in pairs(stacks) do
    if ns >= 1000 then list[#list + 1] = ("%s %d"):format(stack, ns // 1000) end
  end
  table.sort(list)
  if #list > 0 then print(table.concat(list, "\n")) end
end)
