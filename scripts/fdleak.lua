-- SPDX-License-Identifier: MIT OR Apache-2.0
-- fdleak: descriptors that are open at the end, and what opened them
--
--   zpoline run -s fdleak -- program
--
--   4711 program: 1 descriptor was not closed
--   4711   3 /etc/passwd, opened by openat in read_users+0x1f (program), thread 4711
--
-- The function is the first one outside libc. -a stack also shows the functions that called
-- it. Standard input, output and error do not count, nor do inherited descriptors and those
-- that came in a message. A process that is killed reports nothing. C keeps who has made
-- each descriptor, of max=4096 numbers, and names are looked up at the end: code that is not
-- mapped any more has none.

local format = require "zpoline.format"
local args = require "zpoline.args"
local options = args.read { stack = false, max = 4096 }

local opened = zp.count("*", nil, { by = "made", last = "stack", frames = 16, max = options.max })
-- When it begins: afterwards the number can be another thread's.
local closed = zp.count("close", nil, { by = "fd", last = true, max = options.max })

-- Where the program itself asked for it.
local function place(frames)
  for _, frame in ipairs(frames) do
    local object = frame.object and frame.object:match "[^/]*$" or "?"
    if not object:find "^libc%." then
      return frame.symbol and ("%s+0x%x (%s)"):format(frame.symbol, frame.offset, object)
        or ("%s+0x%x"):format(object, frame.object_offset or frame.addr)
    end
  end
  return "libc"
end

-- Descriptors that are open now, and were not closed since they were made.
local function find_open()
  local closes, list = {}, {}
  for _, row in ipairs(closed:rows()) do
    closes[row.key[1]] = row.last and row.last.order
  end
  for _, row in ipairs(opened:rows()) do
    local fd, made = row.key[1], row.last
    local path = fd > 2 and made and made.order > (closes[fd] or 0) and zp.fd.path(fd)
    if path then list[#list + 1] = { fd = fd, path = path, made = made } end
  end
  table.sort(list, function(a, b) return a.fd < b.fd end)
  return list
end

zp.on("exit", function()
  local list = find_open()
  if #list == 0 then return end
  zp.log("%d %s: %d descriptor%s not closed", zp.pid(), zp.comm(), #list,
    #list == 1 and " was" or "s were")
  for _, item in ipairs(list) do
    zp.log("%d   %d %s, opened by %s in %s, thread %d", zp.pid(), item.fd,
      item.path:find "^[%g ]+$" and item.path or format.quote(item.path), item.made.syscall,
      place(item.made.stack), item.made.tid)
    if options.stack then item.made.stack:print() end
  end
end)
