-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: an error that is not text but a table value
error(setmetatable({}, { __tostring = function() error "again" end })) -- wrong
