-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Files as a whole: local file = require "inner.file".

local M = {}

--- All bytes of a file; nil and the name of the error.
function M.read(path)
  local f, _, code = io.open(path)
  if not f then return nil, zp.errno[code] end
  local bytes = f:read "a"
  f:close()
  if not bytes then return nil, "EIO" end
  return bytes
end

--- Is this the first time that the script runs, in the program that the user has
-- started? Other threads can have states of their own, and children that exec are
-- given a ZPOLINE_FOLLOW of 1 by the library.
function M.is_first_program()
  if zp.tid() ~= zp.pid() then return false end
  return not (os.getenv "ZPOLINE_FOLLOW" or ""):find "^1"
end

return M
