-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: cannot open file '/no/such/file' \(ENOENT\)
for _ in io.lines "/no/such/file" do print "never" end -- wrong
