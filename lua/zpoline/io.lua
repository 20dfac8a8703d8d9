-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- io, as Lua's, on descriptors of its own (bindings/api/files.c). What is read ahead
-- is kept here; what is written goes to the kernel at once. The standard output
-- and error are the zpoline log; the standard input is the program's.

local files = require "zpoline.files"
local state_of, info_of = debug.getuservalue, debug.getinfo

local M, methods = {}, {}

local SET, CUR, END = 0, 1, 2

-- What a file has in store: bytes read ahead, and the place of the next.
local function new_state() return { bytes = "", at = 1 } end

-- An error of whoever has called into this file.
local function raise(message)
  local level = 2
  while (info_of(level, "S") or {}).source == "=zpoline.io" do level = level + 1 end
  error(message, level)
end

local function bad(n, name, what)
  raise(("bad argument #%d to '%s' (%s)"):format(n, name, what))
end

local function check_file(value, n, name)
  local kind = files.state(value)
  if not kind then bad(n, name, "FILE* expected, got " .. type(value)) end
  if kind == "closed file" then raise "attempt to use a closed file" end
  local state = state_of(value, 1)
  if state.input then
    raise(("io.%s: the standard input is the program's; io.open a file, or io.input one")
      :format(name))
  end
  return state
end

-- reading --------------------------------------------------------------------

-- More bytes behind those in store. False at the end; or nil and an error.
local function fill(file, state)
  local more, message, number = files.read(file)
  if not more then return nil, message, number end
  if more == "" then return false end
  state.bytes = state.bytes:sub(state.at) .. more
  state.at = 1
  return true
end

local function take(state, last)
  local bytes = state.bytes:sub(state.at, last)
  state.at = last + 1
  return bytes
end

local function read_all(file, state)
  local parts = { take(state, #state.bytes) }
  repeat
    local more, message, number = files.read(file)
    if not more then return nil, message, number end
    parts[#parts + 1] = more
  until more == ""
  return table.concat(parts)
end

local function read_count(file, state, n)
  if #state.bytes - state.at + 1 == 0 then
    local more, message, number = fill(file, state)
    if more == nil then return nil, message, number end
    if not more then return nil end
  end
  if n <= #state.bytes - state.at + 1 then return take(state, state.at + n - 1) end
  local parts = { take(state, #state.bytes) }
  local missing = n - #parts[1]
  while missing > 0 do
    local more, message, number = files.read(file, math.min(missing, 1 << 20))
    if not more then return nil, message, number end
    if more == "" then break end
    parts[#parts + 1] = more
    missing = missing - #more
  end
  return table.concat(parts)
end

local function read_line(file, state, keep)
  local parts = {}
  while true do
    local stop = state.bytes:find("\n", state.at, true)
    if stop then
      parts[#parts + 1] = take(state, stop)
      break
    end
    parts[#parts + 1] = take(state, #state.bytes)
    local more, message, number = fill(file, state)
    if more == nil then return nil, message, number end
    if not more then break end
  end
  local line = table.concat(parts)
  if line == "" then return nil end
  return keep and line or (line:gsub("\n$", ""))
end

-- As much as a numeral can be, of at most 200 bytes; what it turns out not to be
-- is gone, as in Lua.
local function read_number(file, state)
  local text, too_long = "", false
  local function peek(set)
    if state.at > #state.bytes and not fill(file, state) then return nil end
    return state.bytes:match("^[" .. set .. "]", state.at)
  end
  local function accept(set)
    local byte = peek(set)
    too_long = too_long or byte and #text == 200
    if not byte or too_long then return false end
    text = text .. byte
    state.at = state.at + 1
    return true
  end
  local function digits(set)
    local n = 0
    while accept(set) do n = n + 1 end
    return n
  end

  while peek "%s" do state.at = state.at + 1 end
  accept "+%-"
  local set, exponent, count = "%d", "eE", 0
  if accept "0" then
    if accept "xX" then set, exponent = "%x", "pP" else count = 1 end
  end
  count = count + digits(set)
  if accept "." then count = count + digits(set) end
  if count > 0 and accept(exponent) then
    accept "+%-"
    digits "%d"
  end
  return not too_long and tonumber(text) or nil
end

local function read_one(file, state, format, n)
  if math.type(format) == "integer" then return read_count(file, state, format) end
  if type(format) ~= "string" then
    bad(n, "read", "string expected, got " .. type(format))
  end
  local kind = format:match "^%*?([nlLa])"
  if kind == "l" then return read_line(file, state, false) end
  if kind == "L" then return read_line(file, state, true) end
  if kind == "a" then return read_all(file, state) end
  if kind == "n" then return read_number(file, state) end
  bad(n, "read", "invalid format")
end

-- What each format gives, up to the first that gives nothing.
local function read(file, state, ...)
  local count = select("#", ...)
  if count <= 1 then return read_one(file, state, ... or "l", 1) end
  local results = {}
  for i = 1, count do
    local value, message, number = read_one(file, state, (select(i, ...)), i)
    if message then return nil, message, number end
    results[i] = value
    if value == nil then return table.unpack(results, 1, i) end
  end
  return table.unpack(results, 1, count)
end

function methods.read(file, ...)
  return read(file, check_file(file, 1, "read"), ...)
end

-- An iterator over what read gives; an error is raised.
local function iterate(file, ends, ...)
  local formats = table.pack(...)
  return function()
    if files.state(file) == "closed file" then raise "file is already closed" end
    local results = table.pack(read(file, state_of(file, 1),
      table.unpack(formats, 1, formats.n)))
    if results[1] ~= nil then return table.unpack(results, 1, results.n) end
    if results[2] then raise(results[2]) end
    if ends then files.close(file) end
    return nil
  end
end

function methods.lines(file, ...)
  check_file(file, 1, "lines")
  return iterate(file, false, ...)
end

-- writing --------------------------------------------------------------------

-- The kernel's position is that of what was read ahead: back to the program's.
local function rewind(file, state)
  local ahead = #state.bytes - state.at + 1
  if ahead > 0 then files.seek(file, -ahead, CUR) end
  state.bytes, state.at = "", 1
end

local function write(file, state, ...)
  local parts = table.pack(...)
  for i = 1, parts.n do
    local kind = type(parts[i])
    if kind ~= "string" and kind ~= "number" then
      bad(i, "write", "string expected, got " .. kind)
    end
    if math.type(parts[i]) == "float" then parts[i] = ("%.14g"):format(parts[i]) end
  end
  rewind(file, state)
  local ok, message, number = files.write(file, table.concat(parts))
  if not ok then return nil, message, number end
  return file
end

function methods.write(file, ...)
  return write(file, check_file(file, 1, "write"), ...)
end

function methods.seek(file, whence, offset)
  local state = check_file(file, 1, "seek")
  local places = { set = SET, cur = CUR, ["end"] = END }
  local place = places[whence or "cur"]
  if not place then bad(1, "seek", ("invalid option '%s'"):format(tostring(whence))) end
  rewind(file, state)
  return files.seek(file, offset or 0, place)
end

function methods.flush(file)
  check_file(file, 1, "flush")
  return true
end

-- Nothing that is written waits, whatever the mode.
function methods.setvbuf(file, mode)
  check_file(file, 1, "setvbuf")
  if mode ~= "no" and mode ~= "full" and mode ~= "line" then
    bad(1, "setvbuf", ("invalid option '%s'"):format(tostring(mode)))
  end
  return true
end

function methods.close(file)
  local state = check_file(file, 1, "close")
  if state.standard then return nil, "cannot close standard file" end
  return files.close(file)
end

files.class.__index = methods

-- io -------------------------------------------------------------------------

local modes = {
  r = files.RDONLY, ["r+"] = files.RDWR,
  w = files.WRONLY | files.CREAT | files.TRUNC,
  ["w+"] = files.RDWR | files.CREAT | files.TRUNC,
  a = files.WRONLY | files.CREAT | files.APPEND,
  ["a+"] = files.RDWR | files.CREAT | files.APPEND,
}

local function open(path, flags, permissions)
  return files.open(path, flags, new_state(), permissions)
end

local function standard(is_input)
  local state = new_state()
  state.standard, state.input = true, is_input
  return files.log(state)
end

M.stdin, M.stdout, M.stderr = standard(true), standard(false), standard(false)
local input, output = M.stdin, M.stdout

function M.open(path, mode)
  if type(path) ~= "string" then bad(1, "open", "string expected, got " .. type(path)) end
  local name, plus = (mode or "r"):match "^([rwa])(%+?)b*$"
  if not name then bad(2, "open", "invalid mode") end
  return open(path, modes[name .. plus])
end

local function must_open(path, mode)
  local file, _, number = M.open(path, mode)
  if not file then raise(("cannot open file '%s' (%s)"):format(path, zp.errno[number])) end
  return file
end

-- A new file of nobody else's, and its path.
function M.temporary()
  for _ = 1, 100 do
    local path = ("/tmp/lua_%08x"):format((zp.now() ~ zp.tid() << 16) & 0xffffffff)
    local file, message, number = open(path, files.RDWR | files.CREAT | files.EXCL, 6 << 6)
    if file then return file, path end
    if number ~= zp.errno.EEXIST then return nil, message, number end
  end
  return nil, "/tmp: EEXIST", zp.errno.EEXIST
end

function M.tmpfile()
  local file, path, number = M.temporary()
  if not file then return nil, path, number end
  zp.syscall("unlink", path)
  return file
end

M.type = files.state

function M.close(file) return (file or output):close() end
function M.read(...) return input:read(...) end
function M.flush() return output:flush() end
function M.write(...) return write(output, check_file(output, 1, "write"), ...) end

local function default(name, current, mode)
  return function(file)
    if type(file) == "string" then return must_open(file, mode) end
    if file ~= nil then check_file(file, 1, name) end
    return file or current()
  end
end

local choose_input = default("input", function() return input end, "r")
local choose_output = default("output", function() return output end, "w")

function M.input(file)
  input = choose_input(file)
  return input
end

function M.output(file)
  output = choose_output(file)
  return output
end

function M.lines(path, ...)
  if path == nil then return input:lines(...) end
  local file = must_open(path)
  return iterate(file, true, ...), nil, nil, file
end

function M.popen()
  raise("io.popen: no program can be started from inside another's system call; "
    .. "io.open reads files, those of /proc among them")
end

return M
