-- SPDX-License-Identifier: MIT OR Apache-2.0
-- execsnoop: the programs that are started, with their arguments
--
--   zpoline run -s execsnoop -- make
--   zpoline run -s execsnoop -a failed -- make     failed attempts, too
--
--       PID    PPID ERROR    PATH ARGUMENTS
--      4712    4711          /usr/bin/cc -c hello.c
--
-- A search through PATH is a series of attempts. Attempts at files that do not exist are
-- left out. Programs that an unhooked program (32-bit, set-user-ID) starts are not seen.

local args = require "zpoline.args"
local options = args.read { failed = false }
local file = require "inner.file"
local quote = require "zpoline.format".quote

local X_OK, AT_EMPTY_PATH = 1, 0x1000

if file.is_first_program() then
  print("    PID    PPID ERROR    PATH ARGUMENTS")
end

-- A word as a shell would take it.
local function word(text)
  return text:find "^[%w_@%%+=:,./-]+$" and text or quote(text)
end

local function line(path, argv, err)
  local words = { path }
  for i = 2, #argv do words[i] = word(argv[i]) end
  zp.log("%7d %7d %-8s %s", zp.pid(), zp.syscall "getppid", err, table.concat(words, " "))
end

local function enter(regs)
  local at = regs.name == "execveat"
  local dfd, flags = at and regs.dfd or -100, at and regs.flags or 0
  local path = zp.mem.string(regs.path, 4096) or "?"
  local argv = zp.mem.cstrings(regs.argv) or {}
  local there = zp.syscall("faccessat2", dfd, path, X_OK, flags & AT_EMPTY_PATH) == 0
  if path == "" then path = zp.fd.path(dfd) or "?" end
  if there then line(path, argv, "") end
  regs.data = { path = path, argv = argv }
end

-- It has come back: it failed.
local function leave(regs, ret)
  local err = zp.errno[-ret] or tostring(ret)
  if options.failed then line(regs.data.path, regs.data.argv, err) end
end

zp.hook({ "execve", "execveat" }, { enter = enter, exit = leave })
