-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Checks what it is told of each signal.
local count, faults, alarms, last, page = 0, 0, 0, nil, nil

zp.on("signal", function(signo, info)
  assert(zp.tid() == zp.pid())
  last = signo
  if info.name == "SIGSEGV" then
    page = page or info.addr
    assert(info.addr == page and info.code == 2 and not info.pid and info.rip ~= 0)
    faults = faults + 1
  elseif info.name == "SIGALRM" then
    alarms = alarms + 1
  else
    local sender = info.pid and (info.pid == zp.pid() and "itself" or "another")
    print(signo, info.name, info.code, sender, info.uid and info.uid >= 0, info.value, info.status)
  end
  count = count + 1
end)
zp.hook("getppid", function()
  if last then print("handler of", last) end
  last = nil
end)
zp.hook("getpgid", function(regs) return regs:call() end)
zp.hook("close", { fd = ">=100000" }, function(_, fd)
  print("counted", fd - 100000 == count, faults, alarms >= 100)
end)
