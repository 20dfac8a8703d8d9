-- SPDX-License-Identifier: MIT OR Apache-2.0
-- chaos: random faults, which a seed reproduces
--
--   zpoline run -s chaos -- program
--   zpoline run -s chaos -a 'seed=42 prob=0.05 after=100 write openat' -- program
--
--   4711 chaos: seed=42 prob=0.05
--   4711 chaos: write failed with ENOSPC 2 times
--
-- Each call fails with this probability, with one of the errors that it can have in real
-- life. after=N spares the first N calls of each kind. If calls are named, only these fail.
-- Without a seed the script chooses one and prints it. The same seed gives the same faults
-- to a program that makes the same calls in the same order.

local args = require "zpoline.args"
local bytes = require "zpoline.bytes"
local options = args.read { seed = 0, prob = 0.01, after = 0 }
local file = require "inner.file"

local errors = {
  { "open,openat", "EACCES EMFILE ENOENT" },
  { "read,pread64,readv", "EIO EINTR" },
  { "write,pwrite64,writev", "ENOSPC EIO EINTR" },
  { "fsync,fdatasync", "EIO" },
  { "close", "EIO" },
  { "mkdir,mkdirat,unlink,unlinkat,rename,renameat,renameat2", "EACCES" },
  { "socket", "EMFILE" },
  { "connect", "ECONNREFUSED ETIMEDOUT" },
  { "accept,accept4", "ECONNABORTED" },
  { "recvfrom,recvmsg", "ECONNRESET EINTR" },
  { "sendto,sendmsg", "EPIPE ECONNRESET" },
  { "mmap", "ENOMEM" },
}

-- What other calls that move bytes can have: from a descriptor, or to one; and those that
-- sockets alone have.
local function error_of(call, from, to)
  for _, argument in ipairs(call.args) do
    local role = argument.role or ""
    if role:find "^message" then return from and "ECONNRESET EINTR" or "EPIPE ECONNRESET" end
    if role == "whole" then return "EINTR" end
  end
  return to and "ENOSPC EIO EINTR" or "EIO EINTR"
end

local function set_of(list)
  local set = {}
  for _, name in ipairs(list) do set[name] = true end
  return set
end

local function add_others()
  local known, from, to = {}, set_of(bytes.calls "from"), set_of(bytes.calls "to")
  for _, row in ipairs(errors) do
    for name in row[1]:gmatch "[^,]+" do known[name] = true end
  end
  local others = bytes.calls()
  table.sort(others)
  for _, name in ipairs(others) do
    if not known[name] then
      errors[#errors + 1] = { name, error_of(zp.syscalls[name], from[name], to[name]) }
    end
  end
end
add_others()

local asked = {}
for _, name in ipairs(options) do
  asked[name] = zp.syscalls[name] and true
    or args.fail(("chaos: unknown system call '%s'"):format(name))
end

local seed = options.seed ~= 0 and options.seed or zp.now() // 1000 % 1000000 + 1
local rules = {}

local function add(name, error_name, share)
  rules[#rules + 1] = {
    text = ("%s failed with %s"):format(name, error_name),
    handle = zp.inject(name, {
      loader = false,
      error = error_name, prob = options.prob / share, seed = (seed + #rules * 7919) // 1 | 0,
      when = ("%d+"):format(options.after + 1),
    }),
  }
end

for _, row in ipairs(errors) do
  for name in row[1]:gmatch "[^,]+" do
    if #options == 0 or asked[name] then
      local _, share = row[2]:gsub("%S+", "")
      for error_name in row[2]:gmatch "%S+" do add(name, error_name, share) end
      asked[name] = nil
    end
  end
end
-- Others that are asked for: what is always possible.
for name in pairs(asked) do add(name, "ENOMEM", 1) end

if file.is_first_program() then
  zp.log("%d chaos: seed=%d prob=%g", zp.pid(), seed, options.prob)
end

zp.on("exit", function()
  for _, rule in ipairs(rules) do
    if rule.handle.done > 0 then
      zp.log("%d chaos: %s %d times", zp.pid(), rule.text, rule.handle.done)
    end
  end
end)
