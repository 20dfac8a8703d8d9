-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Values that all processes of a run have in common, over fork and exec, until the last one
-- has ended: require "zpoline.common". (zp.shared ends where a program is exec'd, and the
-- fixtures' store with the first process.)
--
-- A value is a file, whose name is handed on (handed.lua). Whoever is in the run has it
-- open, with a shared lock (flock) that says that it is in use; who ends without leaving
-- anyone, or begins another run, removes it. It is changed under a lock of another kind
-- (fcntl). The kernel takes both from whoever dies. A process that cannot reach the file, or may
-- not write to files (ulimit -f 0), has the value in common with those that it forks, and no
-- others.

local directory = require "zpoline.directory"
local files = require "zpoline.files"
local handed = require "zpoline.handed"
local os = require "zpoline.os"
local errno, mem = zp.errno, zp.mem

local M = {}

local NAME, KEY = "run", "zpoline.run"
local PREFIX, PATTERN = "zpoline-run.", "^zpoline%-run%.%x+%."
local AT_FDCWD = -100
local O_RDWR, O_CREAT, O_NONBLOCK, O_NOFOLLOW, O_CLOEXEC = 2, 0x40, 0x800, 0x20000, 0x80000
local LOCK_SH, LOCK_EX, LOCK_NB = 1, 2, 4
local F_OFD_SETLKW, F_WRLCK, F_UNLCK = 38, 1, 2
local RLIMIT_FSIZE = 1
local PRIVATE = tonumber("600", 8)
local VALUE_MAX = 160 -- no less than a struct stat
local LINKS_AT = 16 -- in struct stat

local buffer = mem.alloc(VALUE_MAX)
local prefix -- what the paths of the run's files begin with
local values = {}

-- the file ------------------------------------------------------------------------

-- Open it, and say that it is in use; nil if it cannot be reached.
local function hold(path)
  while true do
    -- root may not ask for another's file to be made (fs.protected_regular)
    local file = files.open(path, O_RDWR | O_NOFOLLOW, {})
      or files.open(path, O_RDWR | O_CREAT | O_NOFOLLOW, {}, PRIVATE)
    if not file then return nil end
    local fd = files.number(file)
    while zp.syscall("flock", fd, LOCK_SH) == -errno.EINTR do end
    if zp.syscall("fstat", fd, buffer) < 0 then return nil end
    if mem.u64(buffer + LINKS_AT) > 0 then return file end
    files.close(file) -- somebody has removed it, who found nobody there
  end
end

-- Nobody uses the file: remove it.
local function remove_unused(path)
  local fd = zp.syscall("openat", AT_FDCWD, path, O_RDWR | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC, 0)
  if fd < 0 then return end
  if zp.syscall("flock", fd, LOCK_EX | LOCK_NB) == 0 then
    zp.syscall("unlinkat", AT_FDCWD, path, 0)
  end
  zp.syscall("close", fd)
end

local function lock(fd, kind)
  local request = ("<i2i2xxxxi8i8i8"):pack(kind, 0, 0, 1, 0)
  local ret
  repeat ret = zp.syscall("fcntl", fd, F_OFD_SETLKW, request) until ret ~= -errno.EINTR
  return ret == 0
end

-- the run -------------------------------------------------------------------------

-- Those of runs whose processes were all killed.
local function sweep(base)
  for _, name in ipairs(directory.names(base)) do
    if name:find(PATTERN) then remove_unused(base .. "/" .. name) end
  end
end

-- A run begins: its first file.
local function begin(name)
  local folders = { os.getenv "TMPDIR" or "/tmp", "/tmp", "/dev/shm" }
  zp.syscall("getrandom", buffer, 8, 0)
  local run = ("%s%016x"):format(PREFIX, mem.u64(buffer))
  for _, base in ipairs(folders) do
    if base:sub(1, 1) == "/" then
      sweep(base)
      local path = ("%s/%s"):format(base, run)
      local file = hold(path .. "." .. name)
      if file then return path, file end
    end
  end
  error(("%s: no file can be made in %s. Remedy: set TMPDIR to a folder that can be written")
    :format(name, table.concat(folders, ", ")), 0)
end

-- The value's file; the first one of a run makes the run.
local function find(name)
  prefix = prefix or zp.shared:get(KEY) or handed.get(NAME)
  local file
  if prefix then
    file = hold(prefix .. "." .. name)
  else
    prefix, file = begin(name)
  end
  if not zp.shared:get(KEY) then zp.shared:set(KEY, prefix) end
  return file
end

-- values --------------------------------------------------------------------------

local Value = {}
Value.__index = Value

-- May a file of n bytes be written? If not, the program would get SIGXFSZ for it.
local function may_have(n)
  local ret = zp.syscall("prlimit64", 0, RLIMIT_FSIZE, 0, buffer)
  return ret < 0 or mem.u64(buffer) == -1 or math.ult(n - 1, mem.u64(buffer))
end

local function change_in_memory(key, fn, first)
  local old, new, result
  repeat
    old = zp.shared:get(key)
    new, result = fn(old or first)
  until zp.shared:cas(key, old, new)
  return result
end

--- The value becomes fn(value), a string of at most 160 bytes; "" is one that was never set.
--- Returns what fn returned besides. Nobody else changes it meanwhile; fn may be called again.
function Value:change(fn)
  local fd = self.file and files.number(self.file)
  if not fd or not lock(fd, F_WRLCK) then return change_in_memory(self.key, fn, "") end
  local n = zp.syscall("pread64", fd, buffer, VALUE_MAX, 0)
  local old = n > 0 and mem.read(buffer, n) or ""
  if not may_have(VALUE_MAX) then
    lock(fd, F_UNLCK)
    return change_in_memory(self.key, fn, old)
  end
  local value, result = fn(old)
  zp.syscall("pwrite64", fd, value, #value, 0)
  lock(fd, F_UNLCK)
  return result
end

--- A value for the script that asks. One that asks again has another one.
function M.open(name)
  if #values == 0 then handed.on(NAME, function() return prefix end) end
  name = ("%s.%d"):format(name, #values + 1)
  local value = setmetatable({ name = name, key = KEY .. "." .. name, file = find(name) }, Value)
  values[#values + 1] = value
  return value
end

-- A lock belongs to what one open() made, which a forked child shares with its parent.
zp.on("fork", function()
  for _, value in ipairs(values) do
    local file = hold(prefix .. "." .. value.name)
    if file and value.file then files.close(value.file) end
    value.file = file or value.file
  end
end)

zp.on("exit", function()
  for _, value in ipairs(values) do
    if value.file then
      files.close(value.file)
      value.file = nil
      remove_unused(prefix .. "." .. value.name)
    end
  end
end)

return M
