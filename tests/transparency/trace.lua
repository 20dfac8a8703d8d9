-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Every call has a line, made in C, and so has every signal; and behind it the stack.
print "hooked"
zp.trace("*", nil, { fds = true, took = true, signals = true, exits = true, stack = true })
