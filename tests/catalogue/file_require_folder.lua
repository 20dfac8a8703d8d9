-- SPDX-License-Identifier: MIT OR Apache-2.0
-- stops
-- says: module 'folder' not found|EISDIR
require "folder" -- wrong
