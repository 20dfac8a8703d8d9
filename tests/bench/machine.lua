-- SPDX-License-Identifier: MIT OR Apache-2.0
-- The machine that is measured on, and what it can do.

local machine = {}

-- What command prints, without the end of the line; nil if it fails.
function machine.output(command)
  local pipe = assert(io.popen(command))
  local text = pipe:read "a"
  return pipe:close() and text:gsub("%s+$", "") or nil
end

function machine.has(program)
  return machine.output(("PATH=$PATH:/usr/sbin command -v %s 2>/dev/null"):format(program)) ~= nil
end

function machine.processors()
  return tonumber(machine.output "nproc 2>/dev/null") or 1
end

local function first_line(path)
  local file <close> = io.open(path)
  return file and file:read "l"
end

local function processor()
  for line in io.lines "/proc/cpuinfo" do
    local model = line:match "^model name%s*:%s*(.*)"
    if model then return model end
  end
  return "unknown processor"
end

local function hypervisor()
  for line in io.lines "/proc/cpuinfo" do
    if line:match "^flags.*%f[%w]hypervisor%f[%W]" then return ", virtual" end
  end
  return ""
end

-- What the kernel does against leaks of the processor's, where it does something.
local function mitigations()
  local list = {}
  local names = machine.output "ls /sys/devices/system/cpu/vulnerabilities 2>/dev/null" or ""
  for name in names:gmatch "%S+" do
    local says = first_line("/sys/devices/system/cpu/vulnerabilities/" .. name) or ""
    if not says:find "^Not affected" then list[#list + 1] = name .. ": " .. says end
  end
  return list
end

function machine.load()
  return (first_line "/proc/loadavg" or ""):match "^%S+ %S+ %S+" or "unknown"
end

function machine.describe()
  local system = machine.output ". /etc/os-release 2>/dev/null; echo \"$PRETTY_NAME\""
  return {
    processor = ("%s%s, %d processors"):format(processor(), hypervisor(), machine.processors()),
    kernel = "Linux " .. (first_line "/proc/sys/kernel/osrelease" or "unknown"),
    system = system ~= "" and system or "unknown system",
    mitigations = mitigations(),
    date = os.date "!%Y-%m-%d",
    load = machine.load(),
  }
end

return machine
