#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# An argument of 32 bits is what its C type makes of the register's lower half: for a
# handler's values, regs' fields, filters and zp.decode; the register is what it is.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
for name, fields in pairs {
  openat = { dfd = -100, path = "/nowhere" }, close = { fd = -7 }, wait4 = { pid = -1 }, fchown = { owner = -1 },
  lseek = { offset = -5 }, kill = { pid = -77 }, close_range = { max_fd = 0xfffffff0 },
  dup2 = { newfd = -3 },
} do
  zp.hook(name, fields, {
    enter = function(regs, ...)
      local line = { regs.name }
      for i, argument in ipairs(zp.decode(regs).args) do
        local value = select(i, ...)
        if value ~= regs[argument.name] then error(argument.name) end
        if type(argument.value) == "number" and argument.value ~= value then
          error(argument.name .. " is decoded as " .. argument.value)
        end
        if not (argument.text or ""):find '"' then line[#line + 1] = value end
      end
      if regs.name == "close" then line[#line + 1] = ("%x"):format(regs.rdi) end
      print(table.concat(line, " "))
      return 0
    end,
    exit = function(regs)
      for field, value in pairs(fields) do
        assert(field == "path" or regs[field] & 0xffffffff == value & 0xffffffff, field)
      end
    end,
  })
end
LUA
cat >calls.py <<'PY'
import ctypes
call = ctypes.CDLL(None).syscall
low = 0x5500000000 # in the half that nobody looks at
def with_low(n): return ctypes.c_long(low + (n & 0xffffffff))
call(257, with_low(-100), b"/nowhere", 0, 0)
call(3, with_low(-7))
call(61, with_low(-1), 0, 0, 0)
call(93, 5, with_low(-1), with_low(-1))
call(8, 5, ctypes.c_long(-5), 1)
call(62, with_low(-77), 0)
call(436, 3, with_low(0xfffffff0), 0)
call(33, 1, with_low(-3))
PY
hooked "$PYTHON" calls.py
expect_status 0
expect_no_err
sort "$log" >lines
cat >expected <<'LINES'
close -7 55fffffff9
close_range 3 4294967280 0
dup2 1 -3
fchown 5 -1 -1
kill -77 0
lseek 5 -5 1
openat -100 0
wait4 -1 0 0 0
LINES
diff expected lines || fail "other values (>)"
