-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: memory_at_load_kept\.lua: out of memory: zp\.options\{memory=\} is the limit
-- What fills the memory is not let go when the script fails.
zp.options { memory = 2 }
zp.kept = {}
while true do zp.kept = { zp.kept, ("x"):rep(10) .. tostring({}) } end
