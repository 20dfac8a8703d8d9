-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Calls as text without what differs from run to run: local normal = require "inner.normal".

local M = {}

-- Calls in whose arguments or results there are numbers of processes.
local about_processes = {}
for name in ([[getpid gettid getppid fork vfork clone clone3 wait4 waitid kill tkill tgkill
  set_tid_address setpgid getpgid getpgrp setsid getsid prlimit64 pidfd_open rt_sigqueueinfo
  sched_getaffinity sched_setaffinity sched_getscheduler sched_getparam getpriority
  setpriority ioctl]]):gmatch "%S+" do
  about_processes[name] = true
end
local makers = { fork = true, vfork = true, clone = true, clone3 = true, setsid = true }

local known = {}

-- Numbers that processes have had, here.
local function learn(name, ret)
  known[zp.pid()], known[zp.tid()] = true, true
  known[zp.syscall "getppid"] = true
  known[zp.syscall "getpgrp"], known[zp.syscall("getsid", 0)] = true, true
  if makers[name] and ret and ret > 0 then known[ret] = true end
end

--- hide: a list of patterns.
function M.text(name, text, hide, ret)
  text = text:gsub("0x%x+", "X"):gsub("(tv_%wsec=)%d+", "%1T"):gsub("(tv_sec=)%d+", "%1T")
    :gsub("(%a+:%[)%d+%]", "%1N]"):gsub("/proc/%d+", "/proc/PID")
  if name == "getrandom" then text = text:gsub('%(".-"%.*, ', "(BYTES, ") end
  if name == "time" then text = text:gsub(" = %d+$", " = T") end
  if about_processes[name] then
    learn(name, ret)
    text = text:gsub("%f[%w_]%d+%f[^%w_]", function(number)
      return known[tonumber(number)] and "PID" or number
    end)
  end
  for _, pattern in ipairs(hide) do text = text:gsub(pattern, "...") end
  return (text:gsub("\n", "\\n"))
end

return M
