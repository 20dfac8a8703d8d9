#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# All that a script finds in zp is in docs/api.md and in the typings, and the
# typings name nothing else.
. "$(dirname "$0")/../lib.sh"
needs lua5.4

script <<'LUA'
local function names(t, prefix)
  for k, v in pairs(t) do
    if type(k) == "string" and k:match "^%a[%w_]*$" then
      print(prefix .. k)
      if type(v) == "table" and k ~= "errno" and k ~= "syscalls" and k ~= "args"
        and k ~= "const" then
        names(v, prefix .. k .. ".")
      end
    end
  end
end
local _ = zp.format, zp.json, zp.decode, zp.const, zp.path
names(zp, "zp.")
local methods = {
  Hook = zp.hook("mkdir", function() end), Injection = zp.inject("mkdir", { error = 1 }),
  Counter = zp.count "mkdir", Histogram = zp.hist "mkdir",
  Counts = zp.count("mkdir", nil, { by = "path" }), Stats = zp.stats "mkdir", Map = zp.map(),
  Trace = zp.trace "mkdir",
}
for class, object in pairs(methods) do
  for _, name in ipairs { "get", "print", "reset", "remove", "enable", "disable", "hits",
    "errors", "enabled", "done", "add", "hist", "rows", "take" } do
    local ok, value = pcall(function() return object[name] end)
    if ok and value ~= nil then print(class .. ":" .. name) end
  end
end
LUA
hooked true
expect_status 0
sort -u "$log" >there
[ "$(wc -l <there)" -gt 60 ] || fail "too few names"

lua5.4 - "$root/typings/zpoline.lua" >typed <<'LUA' || fail "the typings are no Lua"
local path = arg[1]
assert(loadfile(path))
local parts = { fd = "zp.fd.", json = "zp.json.", shared = "zp.shared.", mem = "zp.mem." }
local class
for line in io.lines(path) do
  class = line:match "^%-%-%-@class zpoline%.?(%w*)" or class
  local owner, mark, name = line:match "^function (%w+)([.:])([%w_]+)%("
  if not owner then owner, name = line:match "^(mem)%.(%w+) = nil" end
  if owner == "zp" then
    print("zp." .. name)
  elseif owner and parts[owner] then
    print(parts[owner] .. name)
  elseif owner and owner ~= "Regs" then
    print(owner .. (mark or ".") .. name)
  end
  local field = line:match "^%-%-%-@field ([%a_]+)%f[^%w_?]"
  if field and class == "" then
    print("zp." .. field)
  elseif field and parts[class] then
    print(parts[class] .. field)
  elseif field and (class == "Hook" or class == "Injection") then
    print(class .. ":" .. field)
  end
end
LUA
sort -u typed >named
diff there named || fail "typings/zpoline.lua is not what there is (<)"
while read -r name; do
	grep -qw "${name##*[.:]}" "$root/docs/api.md" || fail "docs/api.md has no $name"
done <there
