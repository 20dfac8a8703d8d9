-- SPDX-License-Identifier: MIT OR Apache-2.0
-- redirect: other files and folders in place of those that are named
--
--   zpoline run -s redirect -a '/etc/hosts=/tmp/hosts /var/lib=/tmp/lib' -- program
--   zpoline run -s redirect -a 'verbose /etc=/tmp/etc' -- program
--
--   4711 openat: /etc/hosts -> /tmp/hosts
--
-- FROM=TO redirects FROM and everything beneath it, by whatever name it is reached: a
-- relative path, a descriptor, a symbolic link, the address of a socket. In a word, \_ is a
-- space.

local args = require "zpoline.args"
local rules = require "zpoline.path.rules"
local options = args.read { verbose = false }

local list = rules.new()
for _, word in ipairs(options) do
  local from, to = word:match "^(/[^=]*)=(/.*)$"
  if not from then
    args.fail(("redirect: '%s' is not /FROM=/TO"):format(word))
  end
  list:add { from = from, to = to }
end
if #list == 0 then
  args.fail("redirect: nothing to do. Remedy: -a '/etc/hosts=/tmp/hosts'")
end

local function tell(regs)
  return function(_, s, to)
    zp.log("%d %s: %s -> %s", zp.pid(), regs.name, s.whole, to)
    return to
  end
end

zp.hook(rules.calls(), function(regs)
  local err, finish = list:apply(regs, options.verbose and tell(regs) or nil)
  if err or not finish then return err end
  local ret = regs:call()
  finish()
  return ret
end)
