-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Other files in place of those that a program names, for redirect, fx.redirect, fx.file
-- and fakefile: require "zpoline.path.rules". A rule is a table with
--
--   from, to   absolute paths
--   whole      from alone is meant, and not what is beneath it

local path = require "zpoline.path"

local M = {}
M.__index = M

--- An empty list of rules.
function M.new() return setmetatable({}, M) end

function M:add(rule)
  rule.from = path.normal(rule.from)
  -- what it is called without links, as far as it is there
  rule.real = path.real(rule.from, false)
  self[#self + 1] = rule
end

local function match(rule, name)
  for _, from in ipairs { rule.from, rule.real ~= rule.from and rule.real or nil } do
    local rest = path.beneath(name, from)
    if rest and (rest == "" or not rule.whole) then return rule.to .. rest end
  end
end

--- The rule for an absolute path, and what it becomes; nil: none.
function M:rule_of(name)
  for _, rule in ipairs(self) do
    local to = match(rule, name)
    if to then return rule, to end
  end
end

--- The same for a subject of a call: by its name, and by what a link leads to.
function M:of(s)
  if not s.whole then return nil end
  local rule, to = self:rule_of(path.normal(s.whole))
  if rule then return rule, to end
  local real = path.canonical(s)
  if real then return self:rule_of(real) end
end

--- The paths of the call that have a rule are given their others. each(rule, s, to) may
-- return another path for one of them, or an answer: nil and -errno. Returns an answer, or
-- nil, and what is to be called when the call is over, or nil; and what was given.
function M:apply(regs, each)
  local finishers, given = nil, {}
  for _, s in ipairs(path.subjects(regs)) do
    local rule, to = self:of(s)
    if rule then
      local other, err = to, nil
      if each then other, err = each(rule, s, to) end
      if err then return err end
      if s.given:sub(-1) == "/" then other = other .. "/" end
      local finish, failed = path.give(regs, s, other)
      if failed then return failed end
      given[#given + 1] = { s = s, to = other }
      if finish then
        finishers = finishers or {}
        finishers[#finishers + 1] = finish
      end
    end
  end
  return nil, finishers and function()
    for i = #finishers, 1, -1 do finishers[i]() end
  end, given
end

--- The calls that have paths.
function M.calls()
  local list = {}
  for _, call in pairs(zp.syscalls) do
    if path.has(call.nr) then list[#list + 1] = call.name end
  end
  return list
end

return M
