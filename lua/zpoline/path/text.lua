-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Paths as text; see zpoline.path.

local args = require "zpoline.args"

local M = {}

local buffer = zp.mem.alloc(4096)

--- Without ".", ".." and doubled slashes; symbolic links are not looked at.
function M.normal(path)
  local parts = {}
  for part in path:gmatch "[^/]+" do
    if part == ".." then
      parts[#parts] = nil
    elseif part ~= "." then
      parts[#parts + 1] = part
    end
  end
  return "/" .. table.concat(parts, "/")
end

--- Does a relative path lead out of the folder that it begins in?
function M.escapes(path)
  local depth = 0
  for part in path:gmatch "[^/]+" do
    depth = part == ".." and depth - 1 or part == "." and depth or depth + 1
    if depth < 0 then return true end
  end
  return path:byte() == 47
end

--- The working directory; nil and why it cannot be named.
function M.cwd()
  local n = zp.syscall("getcwd", buffer, 4096)
  if n < 0 then return nil, zp.errno[-n] end
  local path = zp.mem.string(buffer)
  if path:byte() ~= 47 then return nil, "ENOENT" end -- "(unreachable)"
  return path
end

--- What a symbolic link leads to; nil: it is none, or is not there.
function M.target(path)
  local n = zp.syscall("readlinkat", -100, path, buffer, 4096)
  return n >= 0 and zp.mem.read(buffer, n) or nil
end

--- The path that an option of a script names. A relative one would be another in a
-- program that is started elsewhere.
function M.option(who, name, path)
  if path:byte() == 47 then return M.normal(path) end
  args.fail(("%s: %s=%s is not absolute. Remedy: %s=$PWD/%s"):format(who, name, path, name, path))
end

--- The path itself, or what stands behind the folder in it ("" or "/..."); nil: it is
-- not in there.
function M.beneath(path, folder)
  if folder == "/" then return path == "/" and "" or path end
  local n = #folder
  if path:sub(1, n) ~= folder then return nil end
  return #path == n and "" or path:byte(n + 1) == 47 and path:sub(n + 1) or nil
end

return M
