-- SPDX-License-Identifier: MIT OR Apache-2.0
-- What the arguments of a call are that nothing says: for generate.lua.

-- Of calls that calls.lua does not have: by C type, and some names.
local by_type = {
  ["int"] = "int", ["pid_t"] = "int", ["clockid_t"] = "int", ["unsigned int"] = "unsigned",
  ["u32"] = "unsigned", ["__u32"] = "unsigned", ["uid_t"] = "id", ["gid_t"] = "id",
  ["umode_t"] = "octal", ["unsigned long"] = "hex", ["size_t"] = "size", ["long"] = "long",
  ["loff_t"] = "long", ["off_t"] = "long", ["const char *"] = "path",
}
local by_name = { fd = "fd", dfd = "dirfd", olddfd = "dirfd", newdfd = "dirfd", flags = "hex32" }

--- The words of a call.
return function(call)
  local list = {}
  for i, argument in ipairs(call.args) do
    local ctype, name = argument.type, argument.name
    list[i] = ctype:find "%*" and not by_type[ctype] and "pointer" or by_name[name]
      or by_type[ctype] or "hex"
  end
  return table.concat(list, " ")
end
