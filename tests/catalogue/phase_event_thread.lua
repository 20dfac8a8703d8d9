-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: on purpose
-- run: $PYTHON -c 'import threading as t; a = t.Thread(target=print, args=("thread",)); a.start(); a.join()'
zp.on("thread", function()
  error "on purpose" -- wrong
end)
