-- SPDX-License-Identifier: MIT OR Apache-2.0
-- timeline: system calls on a time line, for Perfetto or chrome://tracing
--
--   zpoline run -s timeline -o trace.json -- make        then open ui.perfetto.dev
--   zpoline run -s timeline -a '%file over=10us' -o trace.json -- make
--
--   [
--   {"ph":"X","name":"openat","pid":4711,"tid":4711,"ts":81.2,"dur":4.1,"args":{...}},
--
-- Words are calls. over=TIME leaves out shorter ones. The list has no closing bracket,
-- because no process knows that it is the last; the format allows that.

local args = require "zpoline.args"
local file = require "inner.file"
local forks = require "inner.forks"
local format = require "zpoline.format"
local options = args.read { over = "0ns" }
local over = args.duration(options.over)

if file.is_first_program() then print "[" end

local function event(table)
  print(zp.json.encode(table) .. ",")
end

local function name_process()
  event {
    ph = "M", name = "process_name", pid = zp.pid(), tid = zp.tid(),
    args = { name = (zp.exe() or "?"):match "[^/]*$" },
  }
end

name_process()
zp.on("fork", name_process)

zp.hook(#options > 0 and options or { "!exit", "!exit_group", "!rt_sigreturn" }, {
  enter = function(regs)
    regs.data = { list = format.arguments(regs), from = zp.now() }
  end,
  exit = function(regs, ret)
    local call = regs.data
    local took = zp.now() - call.from
    if took < over or forks.is_child(regs, ret) then return end
    event {
      ph = "X", name = regs.name, cat = ret < 0 and "failed" or "call", pid = zp.pid(),
      tid = zp.tid(), ts = call.from / 1e3, dur = took / 1e3,
      args = { call = format.format(regs, call.list) },
    }
  end,
})
