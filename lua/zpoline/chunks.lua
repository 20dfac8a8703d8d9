-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- Lua text that came as words of zp.args, each behind the byte 1: taken from there
-- before any script sees it, and run one after the other by
-- scripts/inner/chunk.lua, which stands in ZPOLINE_SCRIPT once for each.

local args = require "zpoline.args"

local chunks, words = {}, {}
for i, word in ipairs(zp.args) do
  if word:byte() == 1 then
    chunks[#chunks + 1] = args.unquote(word:sub(2))
  else
    words[#words + 1] = word
  end
  zp.args[i] = nil
end
table.move(words, 1, #words, 1, zp.args)

local M = { ready = false }

--- Run the next one.
function M.run()
  M.at = (M.at or 0) + 1
  local name = #chunks > 1 and "=-e " .. M.at or "=-e"
  local chunk, message = load(chunks[M.at] or "", name, "t")
  if not chunk then error(message, 0) end
  chunk()
end

return M
