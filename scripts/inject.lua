-- SPDX-License-Identifier: MIT OR Apache-2.0
-- inject: errors, results, delays and signals in system calls
--
--   zpoline run -s inject -a 'write fd=1 error=ENOSPC when=3+' -- program
--   zpoline run -s inject -a 'fsync,fdatasync delay_enter=20ms' -- program
--   zpoline run -s inject -a 'openat path=/data/* error=EIO prob=0.1 , read retval=0' -- ..
--
--   4711 inject: write: 3 of 5 calls
--
-- The first word is a call or a list of calls. Then follow what to do, when, and filters,
-- in the words of zp.inject (docs/api.md). A comma begins another rule. At exit each
-- process prints how often it happened. A forked child continues its parent's counts.

local args = require "zpoline.args"

local numbers = { retval = true, prob = true, seed = true }

local function selector(word)
  local list = {}
  for name in word:gmatch "[^,]+" do list[#list + 1] = name end
  return list
end

local rules = {}

local function add(words)
  local rule = {}
  for i = 2, #words do
    local key, value = words[i]:match "^(%a[%w_]*)=(.*)$"
    if not key then
      args.fail(("inject: '%s' is no word of the form key=value"):format(words[i]))
    end
    rule[key] = (numbers[key] or value:find "^%-?%d+$") and tonumber(value) or value
  end
  rules[#rules + 1] = { name = words[1], handle = zp.inject(selector(words[1]), rule) }
end

local words = {}
for _, word in ipairs(zp.args) do
  if word == "," then
    add(words)
    words = {}
  else
    words[#words + 1] = args.unquote(word)
  end
end
if #words == 0 then
  args.fail("inject: what is to be done? Remedy: -a 'write error=ENOSPC when=3+'")
end
add(words)

zp.on("exit", function()
  for _, rule in ipairs(rules) do
    if rule.handle.hits > 0 then
      zp.log("%d inject: %s: %d of %d calls", zp.pid(), rule.name, rule.handle.done,
        rule.handle.hits)
    end
  end
end)
