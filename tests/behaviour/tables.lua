-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Asserts what zp.errno and zp.syscalls have.
assert(zp.errno.EPERM == 1 and zp.errno[1] == "EPERM")
assert(zp.errno.EINTR == 4 and zp.errno[38] == "ENOSYS")
assert(zp.errno[100000] == nil)

assert(zp.syscalls.read.nr == 0 and zp.syscalls[0].name == "read")
assert(zp.syscalls.clone3.nr == 435)
assert(zp.syscalls.nothing == nil and zp.syscalls[100000] == nil)

local names = {}
for i, arg in ipairs(zp.syscalls.openat.args) do
  names[i] = arg.name
  assert(type(arg.type) == "string" and arg.type ~= "")
end
assert(#names == 4 and names[1] == "dfd" and names[3] == "flags")
assert(zp.syscalls.openat.args[2].type:find("char", 1, true))
assert(#zp.syscalls.getpid.args == 0 and #zp.syscalls.mmap.args == 6)

-- what the arguments are
local path = zp.syscalls.linkat.args[2]
assert(path.role == "path" and path.effect == "links" and path.dfd == 1 and path.flags == 5
  and path.follow == "if" and path.bit == 0x400)
path = zp.syscalls.openat2.args[2]
assert(path.effect == "opens" and path.follow == "how" and path.flags == 3 and path.dfd == 1)
path = zp.syscalls.chdir.args[1]
assert(path.effect == "looks" and path.follow == "always" and not path.dfd and not path.flags)
assert(zp.syscalls.sendfile.args[1].role == "to" and zp.syscalls.sendfile.args[2].role == "from")
assert(zp.syscalls.sendfile.args[4].role == "length")
assert(zp.syscalls.writev.args[2].role == "vector" and zp.syscalls.vmsplice.args[1].role == "pipe")
assert(zp.syscalls.bind.args[2].role == "binds" and zp.syscalls.sendmsg.args[2].role == "message")
assert(zp.syscalls.symlink.args[1].role == nil, "a text, no path")
assert(zp.syscalls.fchmodat2.modifies and not zp.syscalls.openat.modifies)
assert(zp.syscalls.file_setattr.nr == 469 and zp.syscalls.uprobe.nr == 336)

local count = 0
for nr, call in pairs(zp.syscalls) do
  assert(call.nr == nr and zp.syscalls[call.name].nr == nr)
  count = count + 1
end
assert(count > 330, count)
print("fine")
