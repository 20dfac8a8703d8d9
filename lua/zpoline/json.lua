-- SPDX-License-Identifier: MIT OR Apache-2.0
-- zp.json: Lua values as JSON text, for logs that other programs read.
local json = {
  -- what stands for null in a list
  null = setmetatable({}, { __tostring = function() return "null" end }),
}

local escaped = {
  ['"'] = '\\"', ["\\"] = "\\\\", ["\b"] = "\\b", ["\f"] = "\\f",
  ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t",
}

local function escape(c)
  return escaped[c] or ("\\u%04x"):format(c:byte())
end

-- JSON is UTF-8. Bytes that are not stand for the character of their number,
-- so that all of a string comes back.
local function utf8_of(s)
  if utf8.len(s) then return s end
  return (s:gsub("[\x80-\xff]", function(c) return utf8.char(c:byte()) end))
end

local function quote(s)
  return '"' .. utf8_of(s):gsub('[%c"\\\x7f]', escape) .. '"'
end

local encode

-- A table whose keys are 1 to its length.
local function is_list(t)
  local n = 0
  for _ in pairs(t) do n = n + 1 end
  return n == #t and n > 0
end

local function key_text(k)
  local kind = math.type(k) or type(k)
  if kind == "string" then return k end
  if kind == "integer" then return tostring(k) end
  error(("zp.json: a key must be a string or an integer, not a %s"):format(type(k)), 0)
end

local function encode_table(t, open)
  if open[t] then error("zp.json: a table that contains itself", 0) end
  open[t] = true
  local parts = {}
  local text
  if is_list(t) then
    for i, v in ipairs(t) do parts[i] = encode(v, open) end
    text = "[" .. table.concat(parts, ",") .. "]"
  else
    local names = {}
    for k, v in pairs(t) do
      local name = key_text(k)
      names[#names + 1] = name
      parts[name] = encode(v, open)
    end
    table.sort(names)
    for i, name in ipairs(names) do names[i] = quote(name) .. ":" .. parts[name] end
    text = "{" .. table.concat(names, ",") .. "}"
  end
  open[t] = nil
  return text
end

function encode(v, open)
  local kind = math.type(v) or type(v)
  if kind == "nil" or v == json.null then return "null" end
  if kind == "boolean" or kind == "integer" then return tostring(v) end
  if kind == "string" then return quote(v) end
  if kind == "table" then return encode_table(v, open) end
  if kind ~= "float" then error("zp.json: a " .. kind .. " cannot be encoded", 0) end
  if v ~= v or v == math.huge or v == -math.huge then
    error("zp.json: not a finite number", 0)
  end
  return ("%.17g"):format(v)
end

-- encode(value): the text, without line ends. A table is a list if its keys are
-- 1 to n, otherwise an object, with its keys in order; an empty one is {}.
function json.encode(value)
  return encode(value, {})
end

return json
