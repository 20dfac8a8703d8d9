-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Calls that return twice: local forks = require "inner.forks". In the child the result
-- is 0, and exit handlers run there as well: who counts calls leaves that one out, by
-- forks.is_child(regs, ret).

local names = { fork = true, clone = true, clone3 = true, vfork = true }

return {
  is_child = function(regs, ret)
    return ret == 0 and names[regs.name] or false
  end,
}
