-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Decoded values: what the functions that decode return, and its two readings,
-- as text and as plain Lua values.
--
-- A decoded value is an integer; a string, which is its own text ("NULL",
-- "O_RDONLY|O_CLOEXEC"); or a table that one of the functions here has made.

local text = {}

-- Bytes of a string that are shown.
text.BYTES = 32

local letters = {
  ["\n"] = "\\n", ["\t"] = "\\t", ["\r"] = "\\r", ["\v"] = "\\v",
  ["\f"] = "\\f", ["\\"] = "\\\\", ['"'] = '\\"',
}

-- The escape of a byte with the digit that follows, if one does: octal has as
-- few digits as that allows. Made as they are met.
local escapes = setmetatable({}, {
  __index = function(t, key)
    local byte, digit = key:sub(1, 1), key:sub(2)
    local octal = digit == "" and "\\%o" or "\\%03o"
    t[key] = (letters[byte] or octal:format(byte:byte())) .. digit
    return t[key]
  end,
})

--- A Lua string as a C string literal.
function text.quote(s)
  return '"' .. s:gsub("[%c\\\"\x7f-\xff][0-7]?", escapes) .. '"'
end

--- A string; more: it goes on.
function text.bytes(s, more)
  return { kind = "bytes", s, more = more }
end

--- Bytes shown in hex throughout.
function text.hex(s, more)
  return { kind = "hex", s, more = more }
end

--- A struct, to be filled by add(); more: with members that are not shown. It
-- has names and values by turns.
function text.struct(more)
  return { kind = "struct", more = more }
end

--- Add a member. Returns the struct.
function text.add(struct, name, value)
  local n = #struct
  struct[n + 1], struct[n + 2] = name, value
  return struct
end

--- A list of values; more: it goes on.
function text.list(values, more)
  values.kind, values.more = "list", more
  return values
end

--- A value with a text of its own. bare: as a member of a struct that text
-- stands alone, without the member's name.
function text.as(value, shown, bare)
  return { kind = "as", value, text = shown, bare = bare }
end

local render

local kinds = {
  bytes = function(v) return text.quote(v[1]) .. (v.more and "..." or "") end,
  hex = function(v)
    local hex = v[1]:gsub(".", function(c) return ("\\x%02x"):format(c:byte()) end)
    return '"' .. hex .. '"' .. (v.more and "..." or "")
  end,
  as = function(v) return v.text end,
  list = function(v)
    local parts = {}
    for i, one in ipairs(v) do parts[i] = render(one) end
    if v.more then parts[#parts + 1] = "..." end
    return "[" .. table.concat(parts, v.separator or ", ") .. "]"
  end,
  struct = function(v)
    local parts = {}
    for i = 2, #v, 2 do
      local one = v[i]
      local shown = render(one)
      parts[i // 2] = type(one) == "table" and one.bare and shown
        or v[i - 1] .. "=" .. shown
    end
    if v.more then parts[#parts + 1] = "..." end
    return "{" .. table.concat(parts, ", ") .. "}"
  end,
}

--- The text of a decoded value.
function render(value)
  if type(value) == "string" then return value end
  if type(value) == "table" then return kinds[value.kind](value) end
  return tostring(value)
end
text.render = render

--- A decoded value in plain Lua: structs become tables with their members'
-- names for keys, lists lists, strings the bytes without quotes.
function text.plain(value)
  if type(value) ~= "table" then return value end
  if value.kind == "list" then
    local list = {}
    for i, one in ipairs(value) do list[i] = text.plain(one) end
    return list
  elseif value.kind == "struct" then
    local members = {}
    for i = 2, #value, 2 do members[value[i - 1]] = text.plain(value[i]) end
    return members
  end
  return text.plain(value[1])
end

return text
