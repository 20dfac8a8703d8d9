-- SPDX-License-Identifier: MIT OR Apache-2.0
-- netsnoop: whom a program talks to: connections, and their bytes
--
--   zpoline run -s netsnoop -- curl http://localhost:8000/
--   zpoline run -s netsnoop -a unix -- program      sockets of this machine, too
--
--       PID COMM            CALL       FD ADDRESS
--      4711 curl            connect     5 127.0.0.1:8000 = EINPROGRESS
--      4711 curl            close       5 127.0.0.1:8000 sent 78, received 1193

local args = require "zpoline.args"
local options = args.read { unix = false }
local file = require "inner.file"
local address = require "zpoline.address"

if file.is_first_program() then
  print("    PID COMM            CALL       FD ADDRESS")
end

-- By descriptor: { text =, sent =, received = }. A forked child has a copy.
local sockets = {}

local function line(regs, fd, text)
  zp.log("%7d %-15s %-9s %4d %s", zp.pid(), zp.comm(), regs.name, fd, text)
end

local function outcome(ret)
  return ret < 0 and " = " .. (zp.errno[-ret] or ret) or ""
end

local function is_wanted(peer)
  return peer and (address.internet[peer.family] or options.unix and peer.family == "AF_UNIX")
end

local function remember(fd, text)
  sockets[fd] = { text = text, sent = 0, received = 0 }
end

local function fd_of(value)
  return value & 0xffffffff
end

zp.hook({ "connect", "bind" }, {
  enter = function(regs, _, ptr, length)
    local peer = address.at(ptr, length)
    regs.data = is_wanted(peer) and peer.text
  end,
  exit = function(regs, ret)
    if not regs.data then return end
    local fd = fd_of(regs.rdi)
    line(regs, fd, regs.data .. outcome(ret))
    if regs.name == "connect" and (ret == 0 or ret == -zp.errno.EINPROGRESS) then
      remember(fd, regs.data)
    end
  end,
})

zp.hook({ "accept", "accept4" }, { exit = function(regs, ret)
  if ret < 0 then return end
  local peer = address.peer_of(ret)
  if is_wanted(peer) then
    line(regs, ret, peer.text)
    remember(ret, peer.text)
  end
end })

-- Datagrams that name their receiver.
zp.hook("sendto", { exit = function(regs, ret)
  local peer = address.at(regs.addr, regs.addrlen, true)
  if is_wanted(peer) then
    line(regs, fd_of(regs.rdi), ("%s, %s"):format(peer.text,
      ret < 0 and zp.errno[-ret] or ret .. " bytes"))
  end
end })

local function count(names, way)
  zp.hook(names, { exit = function(regs, ret)
    local socket = sockets[fd_of(regs.rdi)]
    if socket and ret > 0 then socket[way] = socket[way] + ret end
  end })
end

count({ "read", "readv", "recvfrom", "recvmsg" }, "received")
count({ "write", "writev", "sendto", "sendmsg" }, "sent")

-- Before the call: then the number can be another's.
zp.hook("close", function(regs)
  local fd = fd_of(regs.rdi)
  local socket = sockets[fd]
  if not socket then return end
  sockets[fd] = nil
  line(regs, fd, ("%s sent %d, received %d"):format(socket.text, socket.sent, socket.received))
end)
