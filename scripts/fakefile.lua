-- SPDX-License-Identifier: MIT OR Apache-2.0
-- fakefile: files that exist only for the program, with your text
--
--   zpoline run -s fakefile -a '/etc/motd=Hello,\_world!\n' -- cat /etc/motd
--   zpoline run -s fakefile -a '/proc/sys/kernel/ostype=@text' -- program
--
--   Hello, world!
--
-- PATH=TEXT, or PATH=@FILE for a text that is read when the program starts. In a word, \_
-- is a space, \n a new line, \t a tab. To the program it is a regular file like any other.
-- What the program writes to it is lost when it closes the file.

local args = require "zpoline.args"
local file = require "inner.file"
local files = require "zpoline.fixture.paths"
local options = args.read {}

if #options == 0 then
  args.fail("fakefile: no file is named. Remedy: -a '/etc/motd=Hello\\n'")
end
for _, word in ipairs(options) do
  local path, text = word:match "^(/[^=]*)=(.*)$"
  if not path then
    args.fail(("fakefile: '%s' is not /PATH=TEXT"):format(word))
  end
  if text:byte() == 64 then
    local err
    text, err = file.read(text:sub(2))
    if not text then args.fail(("fakefile: '%s' cannot be read (%s)"):format(word, err)) end
  end
  files.show(path, text)
end
