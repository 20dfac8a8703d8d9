-- SPDX-License-Identifier: MIT OR Apache-2.0
-- chunk: for zpoline run -e. Its first word is the chunk, behind the byte 1: the name and
-- the text, parted by another one.

local args = require "zpoline.args"

local name, text
for i, word in ipairs(zp.args) do
  name, text = args.unquote(word):match "^\1(.-)\1(.*)$"
  if name then
    table.remove(zp.args, i)
    break
  end
end
local chunk, message = load(text, "=" .. name, "t")
if not chunk then error(message, 0) end
chunk()
