-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: memory_at_load\.lua.*no more memory than zp\.options\{memory=\} says
zp.options { memory = 8 }
local kept = {}
while true do kept[#kept + 1] = {} end
