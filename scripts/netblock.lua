-- SPDX-License-Identifier: MIT OR Apache-2.0
-- netblock: the network is not there, but for the addresses that are named
--
--   zpoline run -s netblock -- program                          none at all
--   zpoline run -s netblock -a 'allow=127.0.0.1:*' -- program   this machine only
--   zpoline run -s netblock -a 'block=*:443 error=ETIMEDOUT' -- program
--
--   4711 netblock: connect 93.184.216.34:443 = ECONNREFUSED
--
-- allow= and block= may come again: patterns of ADDRESS:PORT ([::1]:80 for IPv6),
-- with * and ?. With block= alone, all else is allowed. Sockets of this machine
-- (AF_UNIX) are left alone.

local args = require "zpoline.args"
local address = require "inner.address"
local options = args.read { allow = {}, block = {}, error = "ECONNREFUSED" }

local answer = -zp.errno[options.error]

local function matchers(list)
  local functions = {}
  for i, pattern in ipairs(list) do functions[i] = address.matcher(pattern) end
  return function(text)
    for _, matches in ipairs(functions) do
      if matches(text) then return true end
    end
    return false
  end
end

local allowed, blocked = matchers(options.allow), matchers(options.block)

local function is_blocked(ptr, length)
  local text, family = address.text(ptr, length)
  if family ~= "inet" and family ~= "inet6" then return nil end
  if allowed(text) then return nil end
  return (blocked(text) or #options.block == 0) and text or nil
end

local function refuse(regs, text)
  zp.log("%d netblock: %s %s = %s", regs.pid, regs.name, text, options.error)
  return answer
end

zp.hook("connect", function(regs, _, ptr, length)
  local text = is_blocked(ptr, length)
  if text then return refuse(regs, text) end
end)

zp.hook("sendto", function(regs)
  local text = is_blocked(regs.r8, regs.r9)
  if text then return refuse(regs, text) end
end)

-- struct msghdr begins with the address and its length.
local function message(ptr)
  local name, length = zp.mem.unpack(ptr, "i8i4")
  return name and is_blocked(name, length)
end

zp.hook("sendmsg", function(regs)
  local text = message(regs.rsi)
  if text then return refuse(regs, text) end
end)

zp.hook("sendmmsg", function(regs)
  for i = 0, math.min(regs.rdx & 0xffffffff, 1024) - 1 do
    local text = message(regs.rsi + 64 * i)
    if text then return refuse(regs, text) end
  end
end)
