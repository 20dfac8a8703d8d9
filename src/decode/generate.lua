-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Development-time generator of table.c and table.h in this folder.
--
--   apt-get install gcc lua5.4 linux-libc-dev libc6-dev
--   lua5.4 src/decode/generate.lua
--
-- Constants are worth, and structs are laid out, what the installed headers say:
-- the compiler is asked. What is made of them stands in groups.lua, structs.lua
-- and calls.lua; functions that have to be written in C in specials.h.

local here = arg[0]:match("^(.*)/") or "."
package.path = here .. "/?.lua;" .. package.path
local headers = require "generate_headers"
local guess = require "generate_guess"

local function read(path)
  local file = assert(io.open(path))
  local text = file:read "a"
  file:close()
  return text
end

local function words(text)
  local list = {}
  for word in text:gmatch "%S+" do list[#list + 1] = word end
  return list
end

-- pools ---------------------------------------------------------------------------

-- All names in one block, each once, with their lengths in front.
local function new_pool()
  local pool = { size = 0, at = {}, list = {} }
  function pool.add(name)
    if not pool.at[name] then
      assert(#name < 256)
      pool.at[name] = pool.size
      pool.list[#pool.list + 1] = name
      pool.size = pool.size + #name + 2
    end
    return pool.at[name]
  end
  return pool
end

local names, constants = new_pool(), new_pool()
names.add ""

-- groups --------------------------------------------------------------------------

local groups, group_of, value_of = dofile(here .. "/groups.lua"), {}, {}
table.move(dofile(here .. "/families/groups.lua"), 1, 1000, #groups + 1, groups)
for i, group in ipairs(groups) do
  group.index = i - 1
  group.list = headers.group(group)
  assert(#group.list > 0, group[1])
  group_of[group[1]] = group
  for _, entry in ipairs(group.list) do value_of[entry[1]] = value_of[entry[1]] or entry[2] end
end

local function group_index(name) return assert(group_of[name], "no group " .. name).index end

local function constant(text)
  return tonumber(text) or assert(value_of[text], "no constant " .. text)
end

-- expressions ----------------------------------------------------------------------

local expressions, expression_at = { "{0, 0, 0, 0, 0, 0, 0, 0}" }, {}

local function add_expression(e)
  local text = ("{%s, %d, %s, %s, %d, %d, %d, 0x%xu}"):format(e.source, e.index or 0,
    e.size or "8", e.op or "OP_VALUE", e.offset or 0, e.other or 0, e.join or 0, e.operand or 0)
  if not expression_at[text] then
    expressions[#expressions + 1] = text
    expression_at[text] = #expressions - 1
    assert(#expressions < 65536)
  end
  return expression_at[text]
end

local function size_text(size, signed)
  return signed and size .. " | SIZE_SIGNED" or tostring(size)
end

local named = {} -- structs and switches: how to make their types

-- Where a number comes from; context: the call or the struct that it is about.
local source
function source(text, context)
  local n = text:match "^%$(%d)$"
  if n then
    local width = context.widths and context.widths[tonumber(n)] or "long"
    local size = width == "int" and size_text(4, true) or width == "unsigned" and "4" or "8"
    return { source = "FROM_ARGUMENT", index = n - 1, size = size }
  end
  n = text:match "^##(%d)$"
  if n then return { source = "FROM_MEMORY", index = n - 1 } end
  n = text:match "^#(%d)$"
  if n then return { source = "FROM_MEMORY", index = n - 1, size = size_text(4, true) } end
  if text == "ret" then return { source = "FROM_RESULT" } end
  if text == "given" then return { source = "FROM_GIVEN" } end
  if text == "failed" then return { source = "FROM_FAILED" } end
  if text == "kind" then return { source = "FROM_KIND" } end
  n = text:match "^saved%.(%d)$"
  if n then return { source = "FROM_SAVED", index = tonumber(n) } end
  local member = text:match "^%.([%w_]+)$"
  if member then
    local m = assert(context.members and context.members[member], "no member " .. member)
    assert(m.size <= 8, member)
    return { source = "FROM_MEMBER", size = size_text(m.size, m.signed), offset = m.offset }
  end
  local struct, its = text:match "^([%l%d_]+)%.([%w_]+)$"
  if struct then return source("." .. its, { members = named[struct].by_name }) end
  return { source = "FROM_CONSTANT", operand = constant(text) }
end

local operators = {
  { "^(.-)&([^=!]+)([=!])(.+)$", function(e, mask, how, value)
    e.op = how == "=" and "OP_MASKED" or "OP_MASKED_NOT"
    e.operand = constant(mask) << 32 | constant(value)
  end },
  { "^(.-)&(.+)$", function(e, mask) e.op, e.operand = "OP_AND", constant(mask) end },
  { "^(.-)=(.+)$", function(e, value) e.op, e.operand = "OP_EQUAL", constant(value) end },
  { "^(.-)!(.+)$", function(e, value) e.op, e.operand = "OP_DIFFERS", constant(value) end },
  { "^(.-)>>(.+)$", function(e, value) e.op, e.operand = "OP_SHIFT", constant(value) end },
  { "^(.-)%*(.+)$", function(e, value) e.op, e.operand = "OP_TIMES", constant(value) end },
}

local expression

local function simple(text, context)
  local a, b = text:match "^min%((.-),(.-)%)$"
  if a then
    local e = source(a, context)
    e.op, e.operand = "OP_LEAST", expression(b, context)
    return e
  end
  for _, operator in ipairs(operators) do
    local left, x, y, z = text:match(operator[1])
    if left then
      local e = source(left, context)
      operator[2](e, x, y, z)
      return e
    end
  end
  return source(text, context)
end

-- The number of an expression.
function expression(text, context)
  local left, how, right = text:match "^(.-)([|&])%2(.+)$"
  if not left then return add_expression(simple(text, context)) end
  local e = simple(left, context)
  e.other, e.join = expression(right, context), how == "|" and 1 or 2
  return add_expression(e)
end

-- types ------------------------------------------------------------------------------

local types, type_at, sizes = {}, {}, {}

local function add_type(t)
  local how = #t.how > 0 and table.concat(t.how, " | ") or "0"
  local text = ("{%s, %s, %s, %s, %s, %s, %d, %d}"):format(t.kind, how, t.form or "0",
    t.size or "0", t.a or "0", t.b or "0", t.length or 0, t.count or 0)
  if not type_at[text] then
    types[#types + 1] = text
    type_at[text] = #types - 1
    sizes[#types - 1] = t.length or 0
  end
  return type_at[text]
end
add_type { kind = "K_NONE", how = {} }

local specials = {}
for name in read(here .. "/specials.h"):gmatch "%f[%w]X%(([%l%d_]+)%)" do specials[name] = true end

local function number(form, size, signed)
  return { kind = "K_NUMBER", form = "DECODE_" .. form, size = size, signed = signed }
end

-- A scalar has a size as an argument and in an array; as a member the member's.
local scalars = {
  int = number("SIGNED", 4, true), unsigned = number("UNSIGNED", 4),
  long = number("SIGNED", 8, true), size = number("UNSIGNED", 8),
  hex = number("HEX", 8), hex32 = number("HEX", 4), pointer = number("POINTER", 8),
  octal = number("OCTAL", 2), id = number("ID", 4), hex8 = number("HEX8", 4),
  byte = number("BYTE", 1), u8 = number("UNSIGNED", 1), u16 = number("UNSIGNED", 2),
  wide = number("UNSIGNED", 8),
}
-- Those of the functions in C that have another size than 8.
for size, list in pairs {
  [8] = "perf_precise perf_hardware perf_cache dev date ticks rlimit_value sig_handler sigmask"
    .. " statfs_type",
  [4] = "fd dirfd signal open_flags statx_flags map_flags memfd_flags clone_flags socket_type"
    .. " socket_protocol ioctl_request futex_operation futex_mask futex_wake_operation"
    .. " rusage_who clock personality error_number ipc_flags ipc_key quota_command c_oflag c_cflag"
    .. " ipc_command kernel_version syslog_action mpol_mode node_status ioprio ioprio_result",
  [2] = "mode network_port netfilter_resource", [1] = "netfilter_version",
} do
  for name in list:gmatch "%S+" do
    scalars[name] = { kind = "K_SPECIAL", a = "SPECIAL_" .. name, size = size,
      signed = name:find "^d?i?r?fd$" or name == "signal" or name == "clock"
        or name == "rusage_who" }
    assert(specials[name], name)
  end
end

local make

-- bits(N,FIRST): N bits from one on.
local function bits(text, context)
  local n, first = text:match "^(%d+),(%d+)$"
  local size = context.member and context.member.size or 8
  return add_type { kind = "K_BITS", how = {}, form = "DECODE_UNSIGNED", a = first, b = n,
    size = tostring(size), length = size }
end

local function scalar(t, context, parameter)
  local size, signed = t.size, t.signed
  if context.member then
    size = context.member.size
    signed = context.member.signed and (t.signed or t.form == "DECODE_UNSIGNED")
  end
  assert(size <= 8, "a scalar of " .. size .. " bytes")
  local index = add_type { kind = t.kind, form = t.form, how = {}, a = t.a, b = parameter or t.b,
    size = size_text(size, signed), length = size }
  return index
end

local function parameter_of(text, context)
  if text == "" then return "0" end
  if group_of[text] then return tostring(group_index(text)) end
  if tonumber(text) then return text end
  return tostring(expression(text, context))
end

local function special(name, text, context, how)
  assert(specials[name], "neither a type nor a special: " .. name)
  if context.member and context.member.embedded then table.insert(how, "HOW_ADDRESS") end
  return add_type { kind = "K_SPECIAL", how = how, a = "SPECIAL_" .. name,
    b = parameter_of(text, context), size = "8", length = 8 }
end

-- Strings: what is given is their address.
local function stringlike(base, count, context, how)
  local embedded = context.member and count == ""
  if embedded then table.insert(how, "HOW_ADDRESS") end
  if base == "path" or base == "string" then
    local max = embedded and context.member.size or base == "path" and 4096 or 0
    return add_type { kind = "K_STRING", how = how, a = max, size = "8" }
  end
  if base == "hexbytes" then table.insert(how, "HOW_HEX") end
  local b = embedded and add_expression { source = "FROM_CONSTANT", operand = context.member.size }
    or expression(count, context)
  return add_type { kind = "K_BYTES", how = how, b = b, size = "8" }
end

-- What is behind an address.
local function pointed(word, context, how)
  local inner = { widths = context.widths, members = context.members }
  local base, size = word:match "^(.-)(%b{})$"
  if base then
    local struct = named[base]
    local b = expression(size:sub(2, -2), { members = struct and struct.by_name,
      widths = context.widths })
    return add_type { kind = "K_AT", how = how, a = make(base, inner), b = b, size = "8" }
  end
  local element, count = word:match "^(.-)(%b[])$"
  if element then
    local a = make(element, inner)
    assert(sizes[a] > 0, word)
    return add_type { kind = "K_ARRAY", how = how, a = a, b = expression(count:sub(2, -2), context),
      length = sizes[a], size = "8" }
  end
  return add_type { kind = "K_AT", how = how, a = make(word, inner), b = 0, size = "8" }
end

local strings = { path = true, string = true, bytes = true, hexbytes = true }

local function address(mark, rest, context)
  local how = ({ ["*"] = {}, [">"] = { "HOW_OUT" }, [">>"] = { "HOW_OUT", "HOW_POSITIVE" },
    ["~"] = { "HOW_SAVES" },
    ["^"] = { "HOW_WAITS" } })[mark]
  local base, tail = rest:match "^([%l%d_]+)(.*)$"
  if base and strings[base] then
    return stringlike(base, tail:sub(2, -2), { widths = context.widths, members = context.members },
      how)
  end
  if base and specials[base] and not scalars[base] and not tail:find "[%[{]" then
    return special(base, tail:sub(2, -2), context, how)
  end
  return pointed(rest, context, how)
end

local function embedded_array(element, count, context)
  local member = assert(context.member, element)
  local inner = { member = { size = member.element, signed = member.element_signed },
    members = context.members }
  local a = make(element, inner)
  local how = { "HOW_ADDRESS" }
  return add_type { kind = "K_ARRAY", how = how, a = a, size = "8", length = member.element,
    b = count ~= "" and expression(count, context) or add_expression { source = "FROM_CONSTANT",
      operand = member.size // member.element } }
end

-- The number of the type that a word stands for.
function make(word, context)
  if word == "-" then return 0 end
  local mark, rest = word:match "^([*~>^]>?)(.+)$"
  if mark then return address(mark, rest, context) end
  local inline, n = word:match "^&(%l+)%[(.*)%]$" -- bytes in the struct itself
  if inline then
    return stringlike(inline, n, { members = context.members }, { "HOW_ADDRESS" })
  end
  local name = word:match "^&([%l%d_]+)$" -- what is about its address
  if name then return special(name, "", context, { "HOW_ADDRESS" }) end
  local how, group = word:match "^([=|])([^%(%[:]+)"
  if how and word:find "%]$" then
    return embedded_array(how .. group, word:match "%[(.*)%]$", context)
  end
  if how then
    local form, size = word:match "%((%l+)%)$", word:match ":(%d)$"
    assert(group_of[group], word)
    group_of[group].flags = group_of[group].flags or how == "|"
    local t = { kind = how == "=" and "K_ONE" or "K_FLAGS", a = group_index(group),
      size = tonumber(size) or 4,
      signed = form == "signed" }
    if form then t.b = "1 + DECODE_" .. form:upper() end
    if context.place and context.widths[context.place] == "long" then t.size = 8 end
    return scalar(t, context)
  end
  local base, tail = word:match "^([%l%d_]+)(.*)$"
  assert(base, word)
  local inner = tail:sub(2, -2)
  if strings[base] then return stringlike(base, inner, context, {}) end
  if tail:find "^%[" then return embedded_array(base, inner, context) end
  if base == "bits" then return bits(inner, context) end
  if named[base] then return named[base].type(context) end
  if scalars[base] then return scalar(scalars[base], context, parameter_of(inner, context)) end
  return special(base, inner, context, {})
end

-- structs and switches ----------------------------------------------------------------

local members, cases = {}, {}

-- T and its condition.
local function conditional(text, context)
  local word, condition = text:match "^(%S-)%s*%?(%S+)$"
  if not word then return text, 0 end
  return word, expression(condition, context)
end

local function build_struct(struct)
  local rows = {}
  for _, m in ipairs(struct.members) do
    local context = { member = m, members = struct.by_name }
    local word, condition = conditional(m.word, { members = struct.by_name })
    rows[#rows + 1] = ("{%d, %d, %d, %d},"):format(names.add(m.name), make(word, context),
      m.offset, condition)
  end
  local first = #members
  for _, row in ipairs(rows) do members[#members + 1] = row end
  return { kind = "K_STRUCT", how = struct.more and { "HOW_MORE" } or {}, a = first, b = #rows,
    length = struct.size, count = #rows }
end

-- As a member, a switch's types have the member's size.
local function build_switch(switch, of)
  local rows, default = {}, nil
  local context = { widths = switch.widths, member = of.member, members = of.members }
  for _, line in ipairs(switch.lines) do
    local list = words(line)
    local type = make(list[#list], context)
    for i = 1, #list - 1 do
      if list[i] == "*" then
        default = type
      else
        rows[#rows + 1] = { constant(list[i]) & 0xffffffff, type, list[i] }
      end
    end
  end
  table.sort(rows, function(a, b) return a[1] < b[1] end)
  local first = #cases
  cases[#cases + 1] = ("{0, %d}, /* %s */"):format(assert(default, switch.name), switch.name)
  for i, row in ipairs(rows) do
    assert(i == 1 or rows[i - 1][1] ~= row[1], switch.name .. ": twice " .. row[3])
    cases[#cases + 1] = ("{0x%x, %d}, /* %s */"):format(row[1], row[2], row[3])
  end
  return { kind = "K_SWITCH", how = {}, b = first, count = #rows, size = "8",
    a = expression(switch.selector or switch.of, { widths = switch.widths }) }
end

local order = {}
local function define(name, build, entry)
  assert(not named[name], name)
  named[name] = entry
  order[#order + 1] = name
  entry.index = {}
  function entry.type(context)
    local member = entry.lines and context and context.member
    local key = member and ("%d %s"):format(member.size, member.signed) or ""
    if not entry.index[key] then
      entry.index[key] = add_type(build(entry, member and context or {}))
    end
    return entry.index[key]
  end
end

-- What netlink's attributes of one kind have.
local function build_attributes(entry)
  local switch = build_switch(entry, {})
  return { kind = "K_ATTRIBUTES", how = {}, a = group_index(entry.of), b = add_type(switch),
    size = "8", length = 8 }
end

local function parse_structs(file)
  local current
  for line in dofile(here .. "/" .. file):gmatch "[^\n]+" do
    local kind, name, rest = line:match "^(%l+) ([%l%d_]+) ?(.*)$"
    if kind == "struct" then
      current = { name = name, members = {}, by_name = {}, more = rest:find "^more" ~= nil }
      current.from = rest:match "= (.*)$"
      current.size = tonumber(rest:match "%d+$")
      define(name, build_struct, current)
    elseif kind == "switch" then
      current = { name = name, of = rest:match "^%S+", lines = {} }
      define(name, build_switch, current)
    elseif kind == "attributes" then
      current = { name = name, of = rest:match "^%S+", selector = "kind", lines = {} }
      define(name, build_attributes, current)
    elseif line:find "^  " and current.lines then
      table.insert(current.lines, line)
    elseif line:find "^  " then
      local member, word = line:match "^  (%S+) (.+)$"
      table.insert(current.members, { declared = member, word = word })
    else
      assert(line == ".", line)
    end
  end
end

for _, file in ipairs { "structs", "families/structs", "families/filters", "families/netlink",
  "families/ioctls" } do
  parse_structs(file .. ".lua")
end
for _, name in ipairs(order) do
  if named[name].members then headers.layout(named[name], named) end
end

-- calls -----------------------------------------------------------------------------------

local calls = headers.calls(here)
local rows, items, total = {}, {}, 0

local function item(word, call, at)
  local context = { widths = call.widths }
  local rest, condition = conditional(word, context)
  local plain, place = rest:match "^(.-)@(%d)$"
  place = tonumber(place) or at
  local label, inner = (plain or rest):match "^([%l_]+)=(.+)$"
  context.place = place
  return ("{%d, %d, %d, %d},"):format(make(inner or plain or rest, context), condition,
    label and names.add(label .. "=") or 0, place - 1)
end

local specification = ("\n" .. dofile(here .. "/calls.lua")):gsub("\n  +", " ")
local by_call = {}
for line in specification:gmatch "[^\n]+" do
  local name, rest = line:match "^([%w_]+) ?(.*)$"
  if name then
    assert(calls[name], "no call " .. name)
    assert(not by_call[name], name .. " twice")
    by_call[name] = rest
  end
end

local by_number = {}
for name, call in pairs(calls) do
  call.name = name
  by_number[#by_number + 1] = call
end
table.sort(by_number, function(a, b) return a.nr < b.nr end)
for _, call in ipairs(by_number) do
  local name = call.name
  local text = by_call[name] or guess(call)
  local before, result = text:match "^(.-) *%-> (%S+)$"
  local first, count = #items, 0
  for i, word in ipairs(words(before or text)) do
    if word ~= "-" then
      items[#items + 1] = item(word, call, i)
      count = count + 1
    end
    assert(i <= #call.args or word:find "@%d", name .. " has more words than arguments")
  end
  rows[call.nr] = ("\t[%d] = {%d, %d, %d, %s}, /* %s */\n"):format(call.nr, first, count,
    #call.args, result and make(result, { widths = call.widths }) or "0", name)
  total = math.max(total, call.nr)
end
for _, name in ipairs(order) do named[name].type() end

-- output ------------------------------------------------------------------------------------

local banner = [[
/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Generated by generate.lua from groups.lua, structs.lua, calls.lua and the
 * headers of %s. */
/* clang-format off */
]]

local function text_of(name, pool)
  local out = { "const char ", name, "[] =\n" }
  for _, s in ipairs(pool.list) do
    out[#out + 1] = ('\t"\\%03o%s\\0"\n'):format(#s, s)
  end
  return table.concat(out) .. "\t;\n\n"
end

local function array(declaration, list)
  return declaration .. "[] = {\n\t" .. table.concat(list, "\n\t") .. "\n};\n\n"
end

local entry_values, entry_names, group_rows = {}, {}, {}

-- What is shown in front, in the order in which it is looked for.
local function sort_entries(group)
  local shown, others, seen = {}, {}, {}
  for _, entry in ipairs(group.list) do
    local other = seen[entry[2]]
    table.insert(other and others or shown, entry)
    seen[entry[2]] = true
  end
  if not group.flags or group.sorted then
    table.sort(shown, function(a, b) return a[2] & 0xffffffff < b[2] & 0xffffffff end)
    for i = 2, #shown do
      assert((shown[i - 1][2] ~ shown[i][2]) & 0xffffffff ~= 0, group[1] .. ": " .. shown[i][1])
    end
  end
  return shown, others
end

for _, group in ipairs(groups) do
  local shown, others = sort_entries(group)
  local first = #entry_values
  for _, list in ipairs { shown, others } do
    for _, entry in ipairs(list) do
      entry_values[#entry_values + 1] = ("0x%xu,"):format(entry[2])
      entry_names[#entry_names + 1] = ("%d, /* %s */"):format(constants.add(entry[1]), entry[1])
    end
  end
  local prefix = group.prefix or (group.list[1][1]:match "^(%u+)_" or group.list[1][1]) .. "_???"
  group_rows[#group_rows + 1] = ("{%d, %d, %d, %d, %d}, /* %s */"):format(first, #shown,
    #group.list, names.add(prefix), group.flags and 0 or 1, group[1])
end

local row_list = {}
for nr = 0, total do row_list[#row_list + 1] = rows[nr] or "" end

local errors = headers.errors()
local error_list = {}
for i = 0, #errors do
  error_list[#error_list + 1] = ('"\\%03o%s\\0"'):format(#(errors[i] or ""), errors[i] or "")
end

local function indented(list)
  local out = {}
  for i, text in ipairs(list) do out[i] = text .. "," end
  return out
end

local out = assert(io.open(here .. "/table.c", "w"))
out:write(banner:format(headers.version()), '#include "decode/specials.h"\n\n',
  text_of("decode_names", names), text_of("decode_constants", constants),
  array("const struct decode_type decode_types", indented(types)),
  array("const struct decode_member decode_members", members),
  array("const struct decode_case decode_cases", cases),
  array("const struct decode_expression decode_expressions", indented(expressions)),
  array("const struct decode_item decode_items", items),
  "const struct decode_row decode_rows[] = {\n", table.concat(row_list), "};\n\n",
  "const unsigned int decode_rows_count = ", total + 1, ";\n\n",
  array("const struct decode_entries decode_groups", group_rows),
  array("const uint64_t decode_entry_value", entry_values),
  array("const uint32_t decode_entry_name", entry_names),
  "const unsigned int decode_entries_count = ", #entry_values, ";\n\n",
  "const char decode_errors[] =\n\t", table.concat(error_list, "\n\t"), ";\n\n",
  "const unsigned int decode_errors_count = ", #error_list, ";\n")
out:close()

out = assert(io.open(here .. "/table.h", "w"))
out:write(banner:format(headers.version()), "#ifndef DECODE_TABLE_H\n#define DECODE_TABLE_H\n\n")
for _, group in ipairs(groups) do out:write("#define GROUP_", group[1], " ", group.index, "\n") end
out:write "\n"
for _, name in ipairs(order) do out:write("#define TYPE_", name, " ", named[name].type(), "\n") end
out:write "\n#endif\n"
out:close()
local described = 0
for _ in pairs(by_call) do described = described + 1 end
print(("%d calls of %d, %d types, %d constants"):format(described, #by_number, #types,
  #entry_values))
