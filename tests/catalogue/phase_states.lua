-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: on purpose
-- set: ZPOLINE_STATE=thread
-- run: exec $PYTHON $D/threads.py
-- Each thread has a state of its own; the message is one.
zp.hook("close", function()
  error "on purpose" -- wrong
end)
