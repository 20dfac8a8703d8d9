-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: on purpose
-- set: ZPOLINE_STATE=thread
-- run: exec $PYTHON $D/threads.py
zp.on("thread", function()
  error "on purpose" -- wrong
end)
