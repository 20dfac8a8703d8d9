-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Each line says which calls pass; the folder is the script's argument.
local folder = zp.args[1]

local function says(what, field)
  return function(regs) zp.log("%s: %s", what, zp.mem.string(regs[field or "path"])) end
end

local function says_fd(what)
  return function(regs) zp.log("%s: %s", what, zp.fd.path(regs.fd):match "[^/]*$") end
end

local opens = { "openat", "openat2" }
zp.hook(opens, { path = folder .. "/tree/file" }, says "file")
zp.hook(opens, { path = folder .. "/tree/link" }, says "link")
zp.hook(opens, { path = { folder .. "/*", "!" .. folder .. "/tree/file" } }, says "others")
zp.hook(opens, { path = { "!/*", "!tree*" } }, says "none")
zp.hook(opens, { path = "fil?" }, says "as given")
zp.hook("newfstatat", { path = folder .. "/tree/file" }, says "stat")
zp.hook("%file", { oldpath = folder .. "/tree/link" }, says("rename", "oldpath"))
zp.hook("read", { fdpath = folder .. "/tree/*" }, says_fd "read")
zp.hook("read", { fdpath = { folder .. "/*", "!*/tree/*" } }, says_fd "read elsewhere")
local count = zp.count(opens, { path = folder .. "/tree/file" })
zp.on("exit", function() zp.log("%d", count:get()) end)
