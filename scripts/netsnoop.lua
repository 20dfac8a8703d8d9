-- SPDX-License-Identifier: MIT OR Apache-2.0
-- netsnoop: the connections of a program, and their bytes
--
--   zpoline run -s netsnoop -- curl http://localhost:8000/
--   zpoline run -s netsnoop -a unix -- program      local sockets, too
--
--       PID COMM            CALL       FD ADDRESS
--      4711 curl            connect     5 127.0.0.1:8000 = EINPROGRESS
--      4711 curl            close       5 127.0.0.1:8000 sent 78, received 1193
--
-- All calls that move bytes are counted (sendfile, splice and messages among them), but
-- not what io_uring or io_submit does for the program.

local args = require "zpoline.args"
local options = args.read { unix = false }
local file = require "inner.file"
local address = require "zpoline.address"
local bytes = require "zpoline.bytes"

if file.is_first_program() then
  print("    PID COMM            CALL       FD ADDRESS")
end

-- By descriptor: the address. A forked child has a copy.
local sockets = {}

-- C counts the bytes of all descriptors.
local sent_by = zp.count(bytes.calls "to", nil, { by = "to", sum = "bytes" })
local received_by = zp.count(bytes.calls "from", nil, { by = "from", sum = "bytes" })

local function take(counts, fd)
  local row = counts:take(fd)
  return row and row.ret or 0
end

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
  take(sent_by, fd)
  take(received_by, fd)
  sockets[fd] = text
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
local function sent(regs, peer, ret)
  if not is_wanted(peer) then return end
  line(regs, fd_of(regs.rdi), ("%s, %s"):format(peer.text,
    ret < 0 and zp.errno[-ret] or ret .. " bytes"))
end

zp.hook("sendto", { exit = function(regs, ret)
  sent(regs, address.at(regs.addr, regs.addrlen, true), ret)
end })
zp.hook("sendmsg", { exit = function(regs, ret)
  sent(regs, address.of_message(regs.msg), ret)
end })
zp.hook("sendmmsg", { exit = function(regs, ret)
  if ret < 0 then return sent(regs, address.of_message(regs.msg), ret) end
  for i = 0, ret - 1 do
    local at = regs.msg + 64 * i
    sent(regs, address.of_message(at), zp.mem.u32(at + 56))
  end
end })

-- Before the call: then the number can be another's.
zp.hook("close", function(regs)
  local fd = fd_of(regs.rdi)
  local text = sockets[fd]
  if not text then return end
  sockets[fd] = nil
  line(regs, fd, ("%s sent %d, received %d"):format(text, take(sent_by, fd),
    take(received_by, fd)))
end)
