-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: memory_at_load\.lua.*out of memory: zp\.options\{memory=\} is the limit
zp.options { memory = 8 }
local kept = {}
while true do kept[#kept + 1] = {} end
