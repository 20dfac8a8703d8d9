-- SPDX-License-Identifier: MIT OR Apache-2.0
-- redirect: other files and folders in place of those that are named
--
--   zpoline run -s redirect -a '/etc/hosts=/tmp/hosts /var/lib=/tmp/lib' -- program
--   zpoline run -s redirect -a 'verbose /etc=/tmp/etc' -- program
--
--   4711 openat: /etc/hosts -> /tmp/hosts
--
-- FROM=TO: FROM itself and what is beneath it. Paths are compared as text, made
-- absolute: symbolic links that lead there are not followed. In a word \_ is a blank.

local args = require "zpoline.args"
local paths = require "inner.paths"
local options = args.read { verbose = false }

local rules = {}
for _, word in ipairs(options) do
  local from, to = word:match "^(/[^=]*)=(/.*)$"
  if not from then
    error(("redirect: '%s' is not /FROM=/TO"):format(word), 0)
  end
  rules[#rules + 1] = { from = paths.normal(from), to = to }
end
if #rules == 0 then
  error("redirect: nothing to do. Remedy: -a '/etc/hosts=/tmp/hosts'", 0)
end

local function other(path)
  for _, rule in ipairs(rules) do
    local n = #rule.from
    if path == rule.from then return rule.to end
    if path:sub(1, n + 1) == rule.from .. "/" then return rule.to .. path:sub(n + 1) end
  end
end

zp.hook("%file", function(regs)
  paths.each(regs, function(path, place)
    local to = other(path)
    if not to then return end
    if options.verbose then zp.log("%d %s: %s -> %s", regs.pid, regs.name, path, to) end
    regs[place] = zp.mem.put(to)
  end)
end)
