-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: zp\.on: unknown event 'end' \(exit, fork, exec, unhooked, thread, signal and error are known\)
zp.on("end", print) -- wrong
