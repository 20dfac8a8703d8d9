-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- A tool of the build: the text of a module of ours with `s:find(x)` as
-- `string.find((s), x)`, for methods of strings are what a script makes of them, and
-- the names that our modules find are Lua's own (standard.c). Line numbers stay. In
-- our modules methods of these names belong to strings alone.

local methods = {}
for name in ("byte char dump find format gmatch gsub len lower match pack packsize rep reverse "
  .. "sub unpack upper"):gmatch "%a+" do
  methods[name] = true
end

local keywords = {}
for name in ("and break do else elseif end for function goto if in local not or repeat return "
  .. "then until while"):gmatch "%a+" do
  keywords[name] = true
end

-- The token at a place: its kind and its end. A kind is "blank", "string", "name", "number"
-- or the character itself.
local function token(text, at)
  local first = text:sub(at, at)
  local _, last = text:find("^%s+", at)
  if last then return "blank", last end
  local level = text:match("^%-%-%[(=*)%[", at) or text:match("^%[(=*)%[", at)
  if level then
    _, last = text:find("]" .. level .. "]", at, true)
    return first == "-" and "blank" or "string", last
  end
  if text:find("^%-%-", at) then return "blank", text:find("\n", at, true) or #text end
  _, last = text:find("^[%a_][%w_]*", at)
  if last then return "name", last end
  _, last = text:find("^%.?%d[%w.]*", at)
  if last then return "number", last end
  _, last = text:find("^%.%.%.?", at)
  if last then return "dots", last end
  if first ~= '"' and first ~= "'" then return first, at end
  last = at
  repeat
    last = text:find("[\\" .. first .. "]", last + 1)
    local escaped = text:sub(last, last) == "\\"
    if escaped then last = last + 1 end
  until not escaped
  return "string", last
end

-- A list of { kind =, text =, at = } without blanks.
local function tokens(text)
  local list, at = {}, 1
  while at <= #text do
    local kind, last = token(text, at)
    if kind ~= "blank" then
      list[#list + 1] = { kind = kind, text = text:sub(at, last), at = at }
    end
    at = last + 1
  end
  return list
end

local opening = { [")"] = "(", ["]"] = "[", ["}"] = "{" }

local function bracket(list, i)
  local close, open, depth = list[i].kind, opening[list[i].kind], 0
  repeat
    depth = depth + (list[i].kind == close and 1 or list[i].kind == open and -1 or 0)
    i = i - 1
  until depth == 0
  return i + 1
end

local function closing(list, i)
  local depth = 0
  repeat
    local kind = list[i].kind
    depth = depth + (kind == "(" and 1 or kind == ")" and -1 or 0)
    i = i + 1
  until depth == 0
  return i - 1
end

-- Where the expression begins whose last token is the one at i.
local function receiver(list, i)
  while true do
    local kind = list[i].kind
    if opening[kind] then i = bracket(list, i) end
    local before = list[i - 1]
    if kind == "name" then
      if before.kind ~= "." and before.kind ~= ":" then return i end
      i = i - 2
    elseif kind == ")" and (keywords[before.text] or before.kind ~= "name"
      and not opening[before.kind] and before.kind ~= "string") then
      return i
    else
      i = i - 1
    end
  end
end

-- The first such call becomes a function's; nil: there is none.
local function rewrite(text)
  local list = tokens(text)
  for i, method in ipairs(list) do
    local arguments = list[i + 1]
    local first = method.kind == "name" and methods[method.text] and list[i - 1].kind == ":"
      and receiver(list, i - 2)
    if first and list[first - 1].text ~= "function" then
      local from, colon = list[first].at, list[i - 1].at
      local head = text:sub(1, from - 1) .. "string." .. method.text .. "(("
        .. text:sub(from, colon - 1) .. ")"
      local rest = arguments.at + #arguments.text
      if arguments.kind == "string" then
        return head .. ", " .. arguments.text .. ")" .. text:sub(rest)
      end
      assert(arguments.kind == "(", "a method of strings without a call")
      local empty = closing(list, i + 1) == i + 2
      return head .. (empty and "" or ", ") .. text:sub(rest)
    end
  end
end

return function(text)
  repeat
    local changed = rewrite(text)
    text = changed or text
  until not changed
  return text
end
