-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Each result as the integer that has its bits: neighbours differ by 1.
local values = {
  0.0, -0.0, 0.5, -0.5, 1.0, -1.0, 1.5, 2.0, 3.0, -3.0, 0.1, 10.0, 1000.0, -8.0, 1 / 3, 5.3,
  math.pi / 2, math.pi, -math.pi / 4, 1e22, 1e-22, -1e-300, 1e300, 5e-324, 2.5e-308, 2 ^ 53,
  709.7, 710.5, -745.2, 0.9999999, -0.9999999, 1.0000001, 123456.789, -1e9, math.huge,
  -math.huge, 0 / 0,
}

-- Not in every Lua 5.4.
local ldexp = rawget(math, "ldexp")

local one = {
  "acos", "asin", "atan", "cos", "cosh", "exp", "frexp", "log", "log10", "sin", "sinh",
  "sqrt", "tan", "tanh",
}

local function power(x, y)
  return x ^ y
end

local function modulo(x, y)
  return x % y
end

local two = {
  { "atan", math.atan }, { "fmod", math.fmod }, { "log", math.log }, { "power", power },
  { "modulo", modulo },
}

local function say(name, x, y, result)
  local bits = result ~= result and "nan" or string.unpack("<i8", string.pack("<d", result))
  print(name, ("%a %a"):format(x, y), bits)
end

for _, x in ipairs(values) do
  for _, name in ipairs(one) do
    if math[name] then
      say(name, x, 0, (math[name](x)))
    end
  end
  for _, y in ipairs(values) do
    for _, f in ipairs(two) do
      say(f[1], x, y, f[2](x, y))
    end
  end
  if ldexp then
    say("ldexp", x, -1070, ldexp(x, -1070))
  end
end
