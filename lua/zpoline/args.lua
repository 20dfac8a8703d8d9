-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- The words of zp.args as options of a script.
--
--   local args = require "zpoline.args"
--   local options = args.read { over = "10ms", top = 20, path = {}, quiet = false }
--
-- A word "top=5" sets one of these, whose default tells its type: text, a number,
-- a list (the word may come again), or a switch ("quiet", "quiet=no"). All other words
-- are options[1], options[2], ... In a word "\_" is a blank, "\t" a tab, "\n" a new
-- line and "\\" a backslash.

local M = {}

local mistake = {
  __name = "zpoline.mistake", -- bindings/interp/errors.c knows it
  __tostring = function(self) return self.message end,
}

--- An error for whoever started the script: the message alone, without the places in the
-- script that led to it.
function M.fail(message) error(setmetatable({ message = message }, mistake), 0) end

local escapes = { _ = " ", t = "\t", n = "\n" }

--- A word as it was before it became one.
function M.unquote(word)
  return (word:gsub("\\(.)", function(letter) return escapes[letter] or letter end))
end

local units = { ns = 1, us = 1000, ms = 1000000, s = 1000000000 }

--- "20ms" in nanoseconds.
function M.duration(text)
  local n, unit = text:match "^([%d.]+)(%l+)$"
  if not (tonumber(n) and units[unit]) then
    M.fail(("'%s' is not a time: it has a unit (ns, us, ms or s), like '20ms'"):format(text))
  end
  return tonumber(n) * units[unit] // 1 | 0
end

--- The number of an error that is named; option says where, as in "netblock: error".
function M.errno(option, name)
  local ok, number = pcall(function() return zp.errno[name] end)
  if ok and math.type(number) == "integer" then return number end
  M.fail(("%s=%s is not the name of an error. Remedy: one like ENOENT, see errno(3)")
    :format(option, name))
end

local function known(defaults)
  local names = {}
  for name in pairs(defaults) do names[#names + 1] = name end
  if #names == 0 then return "there are none" end
  table.sort(names)
  return "known are " .. table.concat(names, ", ")
end

local switches = { yes = true, no = false }

local function value(name, text, default)
  if type(default) == "number" then
    return tonumber(text) or M.fail(("%s is a number, not '%s'"):format(name, text))
  elseif type(default) == "boolean" then
    if switches[text] == nil then
      M.fail(("%s is yes or no, not '%s'"):format(name, text))
    end
    return switches[text]
  end
  return text
end

--- The options, with their defaults.
function M.read(defaults)
  local options = {}
  for name, default in pairs(defaults) do
    options[name] = type(default) == "table" and {} or default
  end
  for _, quoted in ipairs(zp.args) do
    local word = M.unquote(quoted)
    local name, text = word:match "^(%a[%w_]*)=(.*)$"
    if not name and defaults[word] == false then
      name, text = word, "yes"
    end
    local default = defaults[name or ""]
    if not name then
      options[#options + 1] = word
    elseif default == nil then
      M.fail(("unknown option '%s' (%s)"):format(name, known(defaults)))
    elseif type(default) == "table" then
      table.insert(options[name], text)
    else
      options[name] = value(name, text, default)
    end
  end
  return options
end

return M
