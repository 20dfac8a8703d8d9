-- SPDX-License-Identifier: MIT OR Apache-2.0
-- throttle: limit files and connections to so many bytes a second
--
--   zpoline run -s throttle -a rate=100K -- curl -O http://localhost/file
--   zpoline run -s throttle -a 'rate=1.5M read=no on=files' -- program
--
-- rate= takes K, M and G (1024). read=no or write=no: that direction is not limited.
-- on=sockets (the default), files, or all (pipes and terminals too). All processes of the
-- run share one rate for reading and one for writing. What reads and writes at the same
-- time, such as copy_file_range, does each at that rate. A process that runs as another
-- user or in another root than the first may have a rate of its own, together with its
-- forked children. All calls that move bytes count (sendfile, splice and messages among
-- them), but not mapped memory, nor what io_uring or io_submit does for the program.

local args = require "zpoline.args"
local bytes = require "zpoline.bytes"
local common = require "zpoline.common"
local options = args.read { rate = "", on = "sockets", read = true, write = true }

local units = { [""] = 1, K = 1024, M = 1024 ^ 2, G = 1024 ^ 3 }
local kinds = {
  sockets = function(path) return path:find "^socket:" end,
  files = function(path) return path:find "^/" and not path:find "^/dev/" end,
  all = function() return true end,
}
local SECOND, LONGEST = 1000000000, 1e8 -- ns, s

local number, unit = options.rate:upper():match "^([%d.]+)([KMG]?)$"
local rate = tonumber(number) and tonumber(number) * units[unit] or 0
local is_meant = kinds[options.on]
if options.rate == "" then
  args.fail("throttle: at which rate? Remedy: -a rate=100K")
elseif rate <= 0 then
  args.fail(("throttle: rate=%s is not bytes a second, like 100K or 1.5M"):format(options.rate))
elseif not is_meant then
  args.fail(("throttle: on is sockets, files or all, not '%s'"):format(options.on))
end

-- Each way has a time from which on it is free. Whoever moves bytes moves it on, and
-- waits until then.
local FORMAT = "<i8i8"
local free = common.open "throttle"

local function is_slow(fd)
  return fd and is_meant(zp.fd.path(fd) or "") and true or false
end

-- The time of n bytes that were read, or written; and how long it is until then, in s.
local function wait_of(n, read, written)
  local time = math.min(n / rate, LONGEST) * SECOND // 1 | 0
  return free:change(function(value)
    local now, longest = zp.now(), 0
    local ways = #value == 16 and { FORMAT:unpack(value) } or { 0, 0 }
    for i, moved in ipairs { read, written } do
      if moved then
        ways[i] = math.max(ways[i], now) + time
        longest = math.max(longest, ways[i] - now)
      end
    end
    return FORMAT:pack(ways[1], ways[2]), math.min(longest / SECOND, LONGEST)
  end)
end

zp.hook({ "%read", "%write" }, { ret = ">=0" }, { exit = function(regs, ret)
  local n = bytes.moved(regs, ret)
  if n == 0 then return end
  local read = options.read and is_slow(bytes.from(regs))
  local written = options.write and is_slow(bytes.to(regs))
  if read or written then zp.sleep(wait_of(n, read, written)) end
end })
