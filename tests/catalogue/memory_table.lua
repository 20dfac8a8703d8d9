-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: handler on 'openat' .*: out of memory: zp\.options\{memory=\} is the limit, .* Remedy: keep less, or raise it
zp.options { memory = 8 }
local kept = {}
zp.hook("openat", function()
  while true do kept[#kept + 1] = ("x"):rep(1000) .. #kept end
end)
