-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- A time of the program's own, for fx.clock and scripts/faketime.lua: another date, that
-- goes faster, slower or not at all, for all who ask, wait, or look at files.

local date = require "zpoline.faketime.date"
local files = require "zpoline.faketime.files"
local state = require "zpoline.faketime.state"

local M = { read = date.read, span = date.span, FORMS = date.FORMS, set = state.set,
  jump = state.jump, now = state.now }

local parts = {
  require "zpoline.faketime.telling", require "zpoline.faketime.waits",
  require "zpoline.faketime.timers", files,
}

--- The time begins, or goes on: see state.begin. hook(selector, filter, handler) is as
--- zp.hook.
function M.begin(hook, label, store, fresh)
  state.begin(label, store, fresh)
  for _, part in ipairs(parts) do
    for _, entry in ipairs(part.calls) do hook(entry[1], entry[3] or {}, entry[2]) end
  end
  files.hook(hook)
end

--- Handlers for what tells the date alone, which is what date_of() returns.
function M.tell_date(date_of)
  local of_date = { [0] = true, [5] = true }
  local calls = require("zpoline.faketime.telling").date(function(clock)
    return of_date[clock] and date_of() or nil
  end)
  for _, entry in ipairs(calls) do zp.hook(entry[1], entry[2]) end
end

return M
