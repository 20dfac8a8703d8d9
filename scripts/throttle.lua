-- SPDX-License-Identifier: MIT OR Apache-2.0
-- throttle: files and connections no faster than so many bytes a second
--
--   zpoline run -s throttle -a rate=100K -- curl -O http://localhost/file
--   zpoline run -s throttle -a 'rate=2M read=no on=files' -- program
--
-- rate takes K, M and G (1024). read=no, write=no: that way is not slowed down.
-- on=sockets (the default), files, or all (pipes and terminals too). The rate is that
-- of each process, for each way.

local args = require "zpoline.args"
local options = args.read { rate = "", on = "sockets", read = true, write = true }

local units = { [""] = 1, K = 1024, M = 1024 ^ 2, G = 1024 ^ 3 }
local kinds = {
  sockets = function(path) return path:find "^socket:" end,
  files = function(path) return path:find "^/" and not path:find "^/dev/" end,
  all = function() return true end,
}

local number, unit = options.rate:match "^([%d.]+)([KMG]?)$"
local rate = tonumber(number) and tonumber(number) * units[unit] or 0
local is_meant = kinds[options.on]
if rate <= 0 then
  error("throttle: at which rate? Remedy: -a rate=100K", 0)
elseif not is_meant then
  error(("throttle: on is sockets, files or all, not '%s'"):format(options.on), 0)
end

-- Each way has a time from which on it is free. Whoever moves bytes moves it on, and
-- waits until then.
local function slow(names)
  local free = 0
  zp.hook(names, { exit = function(regs, ret)
    if ret <= 0 or not is_meant(zp.fd.path(regs.rdi) or "") then return end
    local now = zp.now()
    free = math.max(free, now) + (ret / rate * 1e9) // 1 | 0
    zp.sleep((free - now) / 1e9)
  end })
end

if options.read then
  slow { "read", "pread64", "readv", "preadv", "recvfrom", "recvmsg" }
end
if options.write then
  slow { "write", "pwrite64", "writev", "pwritev", "sendto", "sendmsg", "sendfile" }
end
