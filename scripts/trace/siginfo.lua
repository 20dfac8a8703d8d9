-- SPDX-License-Identifier: MIT OR Apache-2.0
-- What came with a signal, by C's names, for trace.lua.

local codes = {
  [0] = "SI_USER", [0x80] = "SI_KERNEL", [-1] = "SI_QUEUE", [-2] = "SI_TIMER",
  [-3] = "SI_MESGQ", [-4] = "SI_ASYNCIO", [-5] = "SI_SIGIO", [-6] = "SI_TKILL",
}
local child_codes = {
  "CLD_EXITED", "CLD_KILLED", "CLD_DUMPED", "CLD_TRAPPED", "CLD_STOPPED", "CLD_CONTINUED",
}
local forms = {
  { "pid", "%d" }, { "uid", "%d" }, { "status", "%d" }, { "addr", "0x%x" }, { "fd", "%d" },
  { "value", "0x%x" },
}

--- The members of info, which zp.on "signal" has got: a list of name, value and form,
-- the format that strace shows it in.
return function(info)
  local code = info.name == "SIGCHLD" and child_codes[info.code] or codes[info.code]
    or info.code
  local list = {
    { name = "si_signo", value = info.name, form = "%s" },
    { name = "si_code", value = code, form = "%s" },
  }
  for _, form in ipairs(forms) do
    local value = info[form[1]]
    if value then
      list[#list + 1] = { name = "si_" .. form[1], value = value, form = form[2] }
    end
  end
  return list
end
