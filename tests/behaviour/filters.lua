-- SPDX-License-Identifier: MIT OR Apache-2.0
-- One label for each form; all handlers of a call run in this order.
local main = zp.pid()

local function says(what, field)
  return function(regs)
    local value = regs[field]
    if field == "path" then value = zp.mem.string(value) end
    if field == "fd" then value = string.unpack("i4", string.pack("I4", value & 0xffffffff)) end
    zp.log("%s%s %s", zp.pid() == main and "" or "child ", what, value)
  end
end

local counts = says("write", "count")
zp.hook("write", { fd = 90 }, counts)
zp.hook("write", { fd = 90, count = 10 }, says("equal", "count"))
zp.hook("write", { fd = 90, count = "<=0" }, says("at most", "count"))
zp.hook("write", { fd = 90, count = "<10" }, says("less", "count"))
zp.hook("write", { fd = 90, count = { ">", 4096 } }, says("more", "count"))
zp.hook("write", { fd = 90, count = "2..10" }, says("between", "count"))
zp.hook("write", { fd = { -1, 90 }, count = { 7, 10, 99 } }, says("one of", "count"))
zp.hook("write", { fd = "!=90", count = 7 }, says("not 90", "fd"))
zp.hook("write", { fd = 90, count = "&0x1001" }, says("mask", "count"))
zp.hook("write", { fd = 90, count = { "!&", 0xffffffff } }, says("no bit", "count"))
zp.hook({ "read", "write" }, { fd = 90, count = 10 }, says("either", "name"))
zp.hook("write", { fd = -1 }, says("minus one", "fd"))
zp.hook("write", { fd = 0xffffffff }, says("unsigned", "fd"))
zp.hook("close", { fd = "<-50" }, says("negative", "fd"))
zp.hook("write", { pid = main, fd = 90, count = "11..12" }, says("same process", "count"))
zp.hook("write", { tid = zp.tid(), fd = 90, count = "10..12" }, says("same thread", "count"))
zp.hook("write", { comm = "cal?s", fd = 90, count = 10 }, says("name", "count"))
zp.hook("write", { comm = { "other", "call" }, fd = 90 }, says("other name", "count"))
zp.hook("%file", { path = "/etc/*s*" }, says("file", "path"))
zp.hook("openat", { path = { "/nowh*", "/etc/n?/such" } }, says("any", "path"))
zp.hook("openat", { path = "/*", ret = "<0" }, { exit = says("failed", "path") })
zp.hook("unlink", { path = "*" }, says("unreadable", "path"))
