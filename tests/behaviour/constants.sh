#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zp.const: values as C has them, an error for names that are not there.
. "$(dirname "$0")/../lib.sh"

script <<'LUA'
local c = zp.const
assert(c.O_CREAT == 0x40 and c.O_CLOEXEC == 0x80000 and c.O_RDONLY == 0)
assert(c.AF_UNIX == 1 and c.AF_INET6 == 10 and c.SOCK_STREAM == 1)
assert(c.PROT_EXEC == 4 and c.MAP_ANONYMOUS == 0x20 and c.MADV_DONTNEED == 4)
assert(c.S_IFMT == 0xf000 and c.SIGKILL == 9 and c.SIG_IGN == 1)
assert(c.AT_FDCWD == -100 and c.EPOLLET == 0x80000000 and c.CLONE_VM == 0x100)
assert(c.TIOCGWINSZ == 0x5413 and c.SO_RCVTIMEO == 20 and c.CAP_SYS_ADMIN == 21)
assert(c.CLOCK_MONOTONIC == 1 and c.PR_SET_NAME == 15 and c.FUTEX_WAIT == 0)
for _, name in ipairs { "O_CRAET", "SIGKIL", "nothing_like_it_at_all", "=", 7 } do
  print(select(2, pcall(function() return c[name] end)))
end
LUA
hooked true
expect_status 0
cut -d: -f3- "$log" >messages
cat >expected <<'TEXT'
 unknown constant 'O_CRAET' (did you mean 'O_CREAT'?)
 unknown constant 'SIGKIL' (did you mean 'SIGKILL'?)
 unknown constant 'nothing_like_it_at_all'
 unknown constant '='
 unknown constant '7'
TEXT
diff expected messages || fail "messages differ (< expected)"
