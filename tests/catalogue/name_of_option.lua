-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.options: unknown option 'speed' \(budget, memory, on_error and state are known\)
zp.options { speed = 1 } -- wrong
