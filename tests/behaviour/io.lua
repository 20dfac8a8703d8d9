-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Run by lua5.4 and in a hooked program: the same lines. say is print there, and
-- writes the same here.
local say = _G.say or print

-- Without addresses, and with an error's text as its name.
local function plain(...)
  local t = table.pack(...)
  for i = 1, t.n do
    t[i] = tostring(t[i]):gsub("file %(0x%x+%)", "file (X)"):gsub("^[%w%p]*:%d+: ", "")
      :gsub("No such file or directory", "ENOENT"):gsub("Is a directory", "EISDIR")
      :gsub("Bad file descriptor", "EBADF"):gsub("Invalid argument", "EINVAL")
      :gsub("Permission denied", "EACCES"):gsub("File exists", "EEXIST")
      :gsub("'io%.(%w+)'", "'%1'"):gsub("'os%.(%w+)'", "'%1'")
  end
  say(table.unpack(t, 1, t.n))
end

local function try(fn, ...) plain(pcall(fn, ...)) end

-- How a method is called is part of the message.
local function try_method(f, name, ...)
  plain(pcall(load(("local f = ... return f:%s(select(2, ...))"):format(name), "=method"), f, ...))
end

local function content(text)
  local f = assert(io.open("file", "w"))
  f:write(text)
  f:close()
end

-- modes
content "first\n"
for _, mode in ipairs { "r", "w", "a", "r+", "w+", "a+", "rb", "r+b", "a+b" } do
  content "old\n"
  local f = assert(io.open("file", mode))
  plain(mode, f:read "a")
  plain(f:write "new")
  f:close()
  for line in io.lines "file" do plain(line) end
  plain(io.open("missing/file", mode))
end
try(io.open, "file", "x")
try(io.open, "file", "rw")
plain(io.open("missing", "r"))
plain(io.open("missing", "r+"))
plain(io.open(".", "w"))
plain(io.open("."):read(1))

-- what can be read
content "one\n\nthree\nno end"
for _, format in ipairs { "l", "L", "a", 1, 0, 3, 100, "*l", "*a" } do
  local f = io.open "file"
  for _ = 1, 6 do plain(format, f:read(format)) end
  f:close()
end
do
  local f <close> = io.open "file"
  plain(f:read("l", "L", 2, "l", "a", "a", "l", "l"))
  plain(f:read(0))
  try_method(f, "read", "x")
  try_method(f, "read", {})
  try_method(f, "read", "l", "z")
end
for _, text in ipairs { "12 -3 0x1F 0x.8p1 1e3 .5 5. +7", "- 1", "0x", "1e", "1e+ 2", "nan", "",
    "  \n\t 9", "1_0", "0b1", "1..2", ("1"):rep(201), ("1"):rep(199) .. " 2" } do
  content(text)
  local f = io.open "file"
  for _ = 1, 9 do plain(f:read "n") end
  plain(f:read "a")
  f:close()
end

-- chunks longer than what is read ahead
content(("x"):rep(40000) .. "\n" .. ("y"):rep(50000))
do
  local f = io.open "file"
  plain(#f:read "l", #f:read(20000), #f:read "a", f:read "a", f:read "l")
  plain(f:seek "set", #f:read(30000), #f:read "L", f:seek())
  f:close()
end

-- positions
content "0123456789"
do
  local f = io.open("file", "r+")
  plain(f:read(3), f:seek "cur", f:seek("cur", -1), f:read(1), f:seek("end", -2), f:read "a")
  plain(f:seek("set", 4), f:write "X", f:seek "cur", f:read(2), f:write "Y", f:seek "cur")
  plain(f:seek("set", -1))
  try_method(f, "seek", "middle")
  plain(f:seek "set", f:read "a")
  plain(f:setvbuf "no", f:setvbuf("full", 1024), f:setvbuf "line")
  try_method(f, "setvbuf", "some")
  plain(f:flush(), io.type(f), f)
  plain(f:close(), io.type(f), f)
  try_method(f, "read")
  try_method(f, "close")
  try(io.close, f)
end
do
  local f = io.open("file", "a+")
  f:write "end"
  f:seek "set"
  plain(f:read "a")
  f:close()
end

-- what can be written
do
  local f = io.open("file", "w")
  plain(f:write("a", 1, 2.5, 1e100, -0.0, 3.0, math.mininteger, "\0", "z"))
  try_method(f, "write", {})
  try_method(f, "write", nil)
  plain(f:read "a")
  f:close()
  f = io.open("file", "rb")
  plain(f:write "x")
  plain(("%q"):format(f:read "a"))
  f:close()
end

-- lines
content "1 2\n3 4\n\n5"
for line in io.lines "file" do plain(line) end
for a, b in io.lines("file", "n", "n") do plain(a, b) end
for line in io.lines("file", "L") do plain(line) end
for piece in io.lines("file", 3) do plain(piece) end
try(io.lines, "missing")
do
  local f = io.open "file"
  local next_line = f:lines()
  plain(next_line(), io.type(f))
  f:close()
  try(next_line)
  local iterator = io.lines "file"
  while iterator() do end
  try(iterator)
  plain(select("#", io.lines "file"))
end

-- closing
do
  local kept
  do
    local f <close> = io.open "file"
    kept = f
  end
  plain(io.type(kept), io.type "file", io.type(io.stdout))
  plain(io.stderr:close())
  try_method(kept, "lines")
  end

-- default files
content "line\nrest"
plain(io.input "file", io.read(), io.read "a", io.read())
io.input():close()
plain(io.output "file", io.write("new ", 1), io.output())
io.close()
plain(io.open("file"):read "a")
try(io.input, "missing")
try(io.output, "missing/file")
io.output(io.stdout)
do
  local f = io.tmpfile()
  f:write "temporary"
  f:seek "set"
  plain(f:read "a")
end

-- os
plain(os.rename("file", "other"), io.open "file")
plain(select(3, os.rename("file", "other")))
plain(os.remove "other", os.remove "other")
plain(os.getenv "SAID", os.getenv "never said", os.getenv "SAID=")
plain(os.setlocale(), os.setlocale "C", os.setlocale "xx_YY", os.difftime(5, 3))
plain(math.type(os.clock()), math.type(os.time()), math.abs(os.time() - os.time()) <= 1)
do
  local name = os.tmpname()
  plain(io.open(name):read "a", os.remove(name))
end
