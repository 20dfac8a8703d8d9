-- SPDX-License-Identifier: MIT OR Apache-2.0
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

local count = 0
for nr, call in pairs(zp.syscalls) do
  assert(call.nr == nr and zp.syscalls[call.name].nr == nr)
  count = count + 1
end
assert(count > 330, count)
print("fine")
