-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- shares.lua LOG OBJECT...: what became of the call sites of each object, from
-- the log of a run with ZPOLINE_VERBOSE=2, which names those left alone. All
-- candidates are in the object's file. Prints a line for each, which begins
-- with the percentage of sites that are rewritten.
local PAGE = 4096
local NOT_CODE = "not an instruction"

-- The pairs of bytes 0f 05 in the pages of its executable segments.
local function candidates(path)
  local file = assert(io.open(path, "rb"))
  local bytes = file:read "a"
  file:close()
  local headers = ("<I8"):unpack(bytes, 0x21)
  local size, count = ("<I2I2"):unpack(bytes, 0x37)
  local n = 0
  for i = 0, count - 1 do
    local kind, flags, offset, _, _, length =
      ("<I4I4I8I8I8I8"):unpack(bytes, headers + i * size + 1)
    if kind == 1 and flags & 1 ~= 0 then
      local first = offset & ~(PAGE - 1)
      local last = (offset + length + PAGE - 1) & ~(PAGE - 1)
      local _, found = bytes:sub(first + 1, last):gsub("\x0f\x05", "")
      n = n + found
    end
  end
  return n
end

-- For each path, by reason, how many sites are left alone. What is mapped, or
-- made executable, again is told again.
local left, told = {}, {}
for line in io.lines(arg[1]) do
  local path, reason = line:match "^zpoline: (/.*)%+0x%x+: left alone: (.*)$"
  if path and not told[line] then
    told[line] = true
    left[path] = left[path] or {}
    left[path][reason] = (left[path][reason] or 0) + 1
  end
end

for i = 2, #arg do
  local of = left[arg[i]] or {}
  local sites = candidates(arg[i]) - (of[NOT_CODE] or 0)
  local reasons, net = {}, 0
  for reason, n in pairs(of) do
    if reason ~= NOT_CODE then
      net = net + n
      reasons[#reasons + 1] = ("%d %s"):format(n, reason)
    end
  end
  table.sort(reasons)
  print(("%3d %% of %3d sites in %s; net %d%s"):format(
    sites > 0 and 100 * (sites - net) // sites or 100, sites, arg[i], net,
    net > 0 and ": " .. table.concat(reasons, ", ") or ""))
end
