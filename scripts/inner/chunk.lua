-- SPDX-License-Identifier: MIT OR Apache-2.0
-- chunk: for zpoline run -e. Named first and again for each chunk: the first time
-- the chunks are taken out of zp.args, so that no script meets them.

local chunks = require "zpoline.chunks"

if chunks.ready then
  chunks.run()
else
  chunks.ready = true
end
