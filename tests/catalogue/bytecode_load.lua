-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: attempt to load a binary chunk: bytecode is not loaded, .* Remedy: load the source text
zp.hook("openat", function()
  assert(load(string.dump(function() end), "chunk", "b")) -- wrong
end)
