-- SPDX-License-Identifier: MIT OR Apache-2.0
-- What the installed headers say, by asking the compiler: for generate.lua.

local M = {}

local function words(text)
  local list = {}
  for word in text:gmatch("%S+") do list[#list + 1] = word end
  return list
end

local function run(command, input)
  local from, to = os.tmpname(), os.tmpname()
  local file = assert(io.open(from, "w"))
  file:write(input)
  file:close()
  local ok = os.execute((command:gsub("%u+", { IN = from, OUT = to })))
  file = assert(io.open(to))
  local text = file:read("a")
  file:close()
  os.remove(from)
  os.remove(to)
  return (assert(ok and text, command))
end

-- What a program prints.
local function answer(text)
  return run("gcc -w -x c -o OUT.bin IN && OUT.bin >OUT; rm -f OUT.bin", text)
end

-- groups ---------------------------------------------------------------------------

local function fits(name, patterns)
  for _, pattern in ipairs(words(patterns or "")) do
    if name:find(pattern) then return true end
  end
end

local function includes(group)
  local lines = {}
  for name in (group.define or ""):gmatch "%S+" do
    lines[#lines + 1] = "#define " .. name .. "\n"
  end
  for _, header in ipairs(words(group[2])) do
    lines[#lines + 1] = "#include <" .. header .. ">\n"
  end
  return table.concat(lines)
end

local function names_of(group)
  local names, seen = {}, {}
  local function add(name)
    if seen[name] or group.extra and group.extra[name] then return end
    names[#names + 1] = name
    seen[name] = true
  end
  for _, name in ipairs(words(group.first or "")) do add(name) end
  for _, name in ipairs(words(group.also or "")) do add(name) end
  local macros = run("gcc -E -dM -x c IN >OUT", includes(group))
  for line in macros:gmatch "[^\n]+" do
    local name = line:match "^#define ([%a_][%w_]*) %S"
    if name and fits(name, group[3]) and not fits(name, group.drop) then
      add(name)
    end
  end
  if group.enum then -- a header's enumerators are in no macro
    local text = run("gcc -E -P -x c IN >OUT", includes(group))
    for body in text:gmatch "enum[%s%w_]*{(.-)}" do
      if group.within and not body:find("%f[%w_]" .. group.within .. "%f[^%w_]") then body = "" end
      for name in body:gmatch "[%a_][%w_]*" do
        if fits(name, group.enum) and not fits(name, group.drop) then add(name) end
      end
    end
  end
  return names
end

-- By name. What is no number is left out: a macro that needs an argument, a
-- string, another macro that is not there.
local function values_of(group, names)
  local lines = { includes(group), "#include <stdio.h>\nint main(void) {\n" }
  for _, name in ipairs(names) do
    lines[#lines + 1] = ('printf("%s %%llx\\n", (unsigned long long)(%s));\n')
      :format(name, name)
  end
  lines[#lines + 1] = "}\n"
  local values = {}
  for name, hex in answer(table.concat(lines)):gmatch "(%S+) (%x+)" do
    values[name] = tonumber(hex, 16)
  end
  for name, value in pairs(group.extra or {}) do values[name] = value end
  return values
end

--- A list of { name, value }, in the order in which they are shown.
function M.group(group)
  local values, rank = values_of(group, names_of(group)), {}
  local list = {}
  for i, name in ipairs(words(group.first or "")) do rank[name] = i end
  for name, value in pairs(values) do
    local taken = group.extra and group.extra[name] or not math.ult(value, group.least or 0)
    if taken and (not group.low or math.ult(value, group.low)) then
      list[#list + 1] = { name, value }
    end
  end
  table.sort(list, function(a, b)
    local first, second = rank[a[1]] or 1 / 0, rank[b[1]] or 1 / 0
    if first ~= second then return first < second end
    if a[2] ~= b[2] then return math.ult(a[2], b[2]) end
    return a[1] < b[1]
  end)
  return list
end

-- structs ----------------------------------------------------------------------------

-- Members of a size and at a place that structs.lua says.
local function said(struct)
  for _, m in ipairs(struct.members) do
    local name, offset, size, signed = m.declared:match "^([%w_]+)@(%d+):(%d+)(s?)$"
    m.name, m.offset, m.size = name, assert(tonumber(offset), m.declared), tonumber(size)
    m.signed = signed == "s"
    m.element, m.element_signed = tonumber(m.word:match "^u?i?(%d)") or 1, false
    struct.by_name[name] = m
  end
end

--- Fill in what the members' places and sizes are.
function M.layout(struct)
  if not struct.from then return said(struct) end
  local ctype, list = struct.from:match "^(.-) <(.*)$"
  local lines = { "#include <stdio.h>\n#include <stddef.h>\n" }
  for header in ("<" .. list):gmatch "<([^>]+)>" do
    lines[#lines + 1] = "#include <" .. header .. ">\n"
  end
  lines[#lines + 1] = "typedef " .. ctype .. " T;\n" .. [[
#define SIGNED(x) _Generic((x), char: 1, signed char: 1, short: 1, int: 1, long: 1, \
  long long: 1, default: 0)
#define FLEXIBLE(m) printf("%zu 0 0 ", offsetof(T, m))
#define ONE(m) printf("%zu %zu %d ", offsetof(T, m), sizeof(((T *)0)->m), SIGNED(((T *)0)->m))
int main(void) { printf("%zu\n", sizeof(T));
]]
  for _, m in ipairs(struct.members) do
    local name, path = m.declared:match "^([%w_]+)=?(.*)$"
    m.name, m.path = name, path ~= "" and path or name
    struct.by_name[name] = m
    local element = m.word:find "%[[^%]]*%]" and not m.word:find "^[*>^]"
      and not m.word:find "^%l*bytes%[%."
    local flexible = element and not m.word:find "%[%]"
    lines[#lines + 1] = ("%s(%s); %s;\n"):format(flexible and "FLEXIBLE" or "ONE", m.path, element
      and ('printf("%%zu %%d\\n", sizeof(((T *)0)->%s[0]), SIGNED(((T *)0)->%s[0]))')
        :format(m.path, m.path) or 'printf("0 0\\n")')
  end
  lines[#lines + 1] = "}\n"
  local numbers = answer(table.concat(lines)):gmatch "%d+"
  local function next_number() return math.tointeger(assert(numbers(), struct.name)) end
  struct.size = next_number()
  for _, m in ipairs(struct.members) do
    m.offset, m.size, m.signed = next_number(), next_number(), next_number() == 1
    m.element, m.element_signed = next_number(), next_number() == 1
  end
end

-- calls --------------------------------------------------------------------------------

--- By name: nr, args (a list of name, type), widths ("int", "unsigned", "long"). They
-- are those of the table of system calls.
function M.calls(here)
  local file = io.open(here .. "/../tables/syscalls.c")
    or assert(io.open(here .. "/../../bindings/tables/syscalls.c"))
  local text = file:read "a"
  file:close()
  local strings, at = {}, 0
  for s in text:match "tables_syscall_text%[%] =(.-);":gmatch '"(.-)\\0"' do
    strings[at] = s
    at = at + #s + 1
  end
  local calls = {}
  for nr, name, nargs, widths, names, types in text:gmatch
    "%[(%d+)%] = {(%d+), (%d+), (0x%x+), {([^}]*)},%s*{([^}]*)}" do
    local call = { nr = tonumber(nr), args = {}, widths = {} }
    local name_at, type_at = names:gmatch "%d+", types:gmatch "%d+"
    for i = 1, tonumber(nargs) do
      call.args[i] = { name = strings[tonumber(name_at())], type = strings[tonumber(type_at())] }
      call.widths[i] = ({ [0] = "long", "int", "unsigned" })[tonumber(widths) >> 2 * (i - 1) & 3]
    end
    calls[strings[tonumber(name)]] = call
  end
  return calls
end

-- the rest ------------------------------------------------------------------------------

--- What strerror says, by number.
function M.errors()
  local errors = {}
  for number, message in answer [[
#include <stdio.h>
#include <string.h>
int main(void) {
for (int i = 1; i < 134; i++)
if (strncmp(strerror(i), "Unknown", 7)) printf("%d %s\n", i, strerror(i)); }
]]:gmatch "(%d+) ([^\n]+)" do
    errors[tonumber(number)] = message
  end
  return errors
end

--- The kernel's version that the headers are of.
function M.version()
  local code = tonumber(answer [[
#include <linux/version.h>
#include <stdio.h>
int main(void) { printf("%d", LINUX_VERSION_CODE); }
]])
  return ("Linux %d.%d"):format(code >> 16, code >> 8 & 255)
end

return M
