-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Where calls of sockets go to, and keeping them from going there: for fx.net and
-- scripts/netblock.lua.

local address = require "zpoline.address"
local bytes = require "zpoline.bytes"

local M = {}

local MESSAGE = 64 -- bytes of a struct mmsghdr
local MOST = 1024 -- the kernel sends no more of them at once

--- How many messages a sendmmsg has.
function M.messages(regs) return math.min(regs.rdx & 0xffffffff, MOST) end

--- The address of its message i, from 0 on.
function M.message(regs, i) return regs.rsi + MESSAGE * i end

-- The address that the call itself names, if any.
local named = {
  connect = function(regs) return address.at(regs.rsi, regs.rdx) end,
  sendto = function(regs) return address.at(regs.addr, regs.addrlen, true) end,
  sendmsg = function(regs) return address.of_message(regs.msg) end,
  sendmmsg = function(regs) return address.of_message(M.message(regs, 0)) end,
}

--- Where the bytes of a call go: to an address of its own, or to the socket's peer. nil:
--- it sends none, or to what is no socket.
function M.of(regs)
  local fd = bytes.to(regs)
  local name = named[regs.name]
  return fd and (name and name(regs) or address.peer_of(fd))
end

--- Calls that name an end which is_refused(peer) are answered by answer(regs, peer). Of
--- several messages those in front of the first such one are sent. hook(name, fn) is as
--- zp.hook.
function M.refuse(hook, is_refused, answer)
  local function judge(regs)
    local peer = named[regs.name](regs)
    if peer and is_refused(peer) then return answer(regs, peer) end
  end
  for _, name in ipairs { "connect", "sendto", "sendmsg" } do hook(name, judge) end
  hook("sendmmsg", function(regs)
    for i = 0, M.messages(regs) - 1 do
      local peer = address.of_message(M.message(regs, i))
      if peer and is_refused(peer) then
        if i == 0 then return answer(regs, peer) end
        regs.rdx = i
        return
      end
    end
  end)
end

return M
