-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: a histogram has no 'show' \(get, print, remove and reset are known\)
zp.hist("openat"):show() -- wrong
