-- SPDX-License-Identifier: MIT OR Apache-2.0
-- netblock: no network, except for the addresses that you name
--
--   zpoline run -s netblock -- program                          none at all
--   zpoline run -s netblock -a 'allow=127.0.0.1:*' -- program   this machine only
--   zpoline run -s netblock -a 'block=*:443 error=ETIMEDOUT' -- program
--
--   4711 netblock: connect 93.184.216.34:443 = ECONNREFUSED
--
-- allow= and block= may be repeated: 127.0.0.1, 10.0.0.0/8, 10.*, [::1]:80, *:443, 80,
-- localhost:80. Without a port, all ports are meant. With block= alone, everything else is
-- allowed. ::ffff:127.0.0.1 is 127.0.0.1, as it is for the kernel. Local sockets (AF_UNIX)
-- are not blocked unless block=unix:PATH names them.

local args = require "zpoline.args"
local address = require "zpoline.address"
local address_pattern = require "zpoline.address_pattern"
local destinations = require "zpoline.destinations"
local options = args.read { allow = {}, block = {}, error = "ECONNREFUSED" }

local answer = -args.errno("netblock: error", options.error)

local function read_patterns(name)
  local matches, message = address_pattern.any(options[name])
  return matches or args.fail(("netblock: %s=: %s"):format(name, message))
end
local is_allowed, is_named = read_patterns "allow", read_patterns "block"

local function is_blocked(peer)
  if is_allowed(peer) then return false end
  return is_named(peer) or #options.block == 0 and address.internet[peer.family]
end

destinations.refuse(zp.hook, is_blocked, function(regs, peer)
  zp.log("%d netblock: %s %s = %s", zp.pid(), regs.name, peer.text, options.error)
  return answer
end)
