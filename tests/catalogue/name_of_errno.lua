-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: unknown error name 'EPREM'
zp.hook("openat", function()
  return -zp.errno.EPREM -- wrong
end)
