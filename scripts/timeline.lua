-- SPDX-License-Identifier: MIT OR Apache-2.0
-- timeline: system calls on a time line, for Perfetto or chrome://tracing
--
--   zpoline run -s timeline -o trace.json -- make        then open ui.perfetto.dev
--   zpoline run -s timeline -a '%file over=10us' -o trace.json -- make
--
--   [
--   {"ph":"X","pid":4711,"tid":4711,"name":"openat","args":{...},...,"ts":81.203,"dur":4.118},
--
-- Words are calls. An event's args are those of the call, as in zpoline trace --json, and its
-- result. An exec that succeeds has no event, nor has a call that does not return.
-- With -o FILE, zpoline run stays while the program runs, as zpoline trace does: it writes the
-- events, in order of their ends, and none is lost if a process is killed.
-- over=TIME leaves out shorter ones. The list has no closing bracket, because no process
-- knows that it is the last; the format allows that.

local args = require "zpoline.args"
local file = require "inner.file"
local options = args.read { over = "0ns" }

if file.is_first_program() then print "[" end

local function name_process()
  print(zp.json.encode {
    ph = "M", name = "process_name", pid = zp.pid(), tid = zp.tid(),
    args = { name = (zp.exe() or "?"):match "[^/]*$" },
  } .. ",")
end

name_process()
zp.on("fork", name_process)

local slow = args.duration(options.over) > 0 and { took = ">=" .. options.over } or nil
zp.trace(#options > 0 and { table.unpack(options) } or { "!exit", "!exit_group", "!rt_sigreturn" },
  slow, { format = "timeline" })
