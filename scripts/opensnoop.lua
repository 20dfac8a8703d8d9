-- SPDX-License-Identifier: MIT OR Apache-2.0
-- opensnoop: the files that are opened, and by whom
--
--   zpoline run -s opensnoop -- make
--   zpoline run -s opensnoop -a failed -- make             only what failed
--   zpoline run -s opensnoop -a 'path=*.h' -- make         only these
--
--       PID COMM              FD ERROR    PATH
--      4711 cc1                3          /usr/include/stdio.h
--      4711 cc1               -1 ENOENT   /usr/local/include/stdio.h

local args = require "zpoline.args"
local options = args.read { failed = false, path = "" }
local file = require "inner.file"
local matches = options.path ~= "" and require "zpoline.glob".matcher(options.path)

if file.is_first_program() then
  print("    PID COMM              FD ERROR    PATH")
end

zp.hook({ "open", "openat", "openat2", "creat" }, {
  enter = function(regs)
    -- the program may write over it meanwhile
    local path = zp.mem.string(regs.path, 4096)
    if not matches or path and matches(path) then
      regs.data = path or "(a bad address)"
    end
  end,
  exit = function(regs, ret)
    local failed = ret < 0
    if not regs.data or options.failed and not failed then return end
    zp.log("%7d %-15s %4d %-8s %s", zp.pid(), zp.comm(), failed and -1 or ret,
      failed and zp.errno[-ret] or "", regs.data)
  end,
})
