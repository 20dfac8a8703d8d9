-- SPDX-License-Identifier: MIT OR Apache-2.0
-- survives
-- says: this thread's calls are not hooked: .*phase_load_thread\.lua:8: on purpose
-- set: ZPOLINE_STATE=thread
-- run: exec $PYTHON $D/threads.py
-- The script does not load in the second thread.
if zp.shared:incr "states" == 2 then
  error "on purpose"
end
zp.hook({ "read", "sched_yield" }, function() end)
