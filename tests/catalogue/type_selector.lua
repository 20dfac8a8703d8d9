-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: a system call is named by a name, a number, .* not by a nil
zp.hook(nil, print) -- wrong
