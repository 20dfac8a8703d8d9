#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The Lua state of a program that a hooked program starts begins as a copy
# of one that the first program has opened. Scripts find in it what they find in a state
# of its own. What is kept for children cannot be changed by them.
. "$(dirname "$0")/cli.sh"
needs cc
needs_strace # which traces as the helper does

cat >look.lua <<'L'
local out = {}
local function say(...)
  local words = table.pack(...)
  for i = 1, words.n do words[i] = tostring(words[i]) end
  out[#out + 1] = table.concat(words, " ")
end
local seen = {}
local function walk(name, t)
  if seen[t] then return end
  seen[t] = true
  local keys = {}
  for key in pairs(t) do keys[#keys + 1] = tostring(key) end
  table.sort(keys)
  for _, key in ipairs(keys) do
    local value = t[key] == nil and t[tonumber(key)] or t[key]
    say(name, key, type(value), math.type(value) or "")
    if type(value) == "table" then walk(name .. "." .. key, value) end
  end
end
walk("_G", _G)
-- the metatable of strings, formatting, buffers that grow, patterns, numbers
say(("%5.2f %s"):format(math.pi, math.maxinteger), #("y"):rep(100000):gsub("y", "zz"))
say(table.concat({ string.unpack("<i4", string.pack("<i4", -7)) }, ","), utf8.char(228, 8364))
say(tostring(1e15), 2 ^ 53, math.sin(1), 7 // 2, 1 // 0.0)
-- functions of Lua's own that ours end in
say(tostring(load("return 1 + 1")()), select(2, load("return +")))
say(type(debug.getinfo(1)), debug.getlocal(1, 1) and "local", type(debug.getregistry()))
say(select(2, pcall(error, { 1 })) and "caught", select(2, pcall(function() return nil + 1 end)))
say(select(2, xpcall(function() error "deep" end, debug.traceback)))
-- modules, in Lua and with parts in C
say(require("zpoline.json").encode { a = 1 }, type(os.getenv), type(io.open), zp.const.O_RDONLY)
say(pcall(zp.hook, "no such call"))
local memory = zp.mem.alloc(32)
zp.mem.free(memory)
-- much garbage, and what stays
local kept = {}
for i = 1, 20000 do kept[i % 100] = { tostring(i), function() return i end } end
collectgarbage()
collectgarbage "generational"
for i = 1, 20000 do
  kept[i % 100] = { tostring(i), coroutine.wrap(function() coroutine.yield(i) end) }
end
collectgarbage()
say(kept[7][1], kept[7][2]())
zp.on("exit", function() print("over") end)
zp.hook("exit_group", function() print("at exit_group") end)
for _, line in ipairs(out) do print((line:gsub("\n", "|"))) end
L

ZPOLINE_SCRIPT=$tmp/look.lua LD_PRELOAD=$TEST_LIB /bin/true 2>whole
grep -q '_G.zp hook function' whole || fail "by the loader: $(cat whole)"
printf 'int main(void) { return 0; }\n' >end.c
programs=/bin/true
ended=2
cc -o end.static -static end.c 2>/dev/null && programs="$programs; ./end.static" && ended=3

# loaded N LOG: the lines of as many programs that ended, and of one that was replaced.
loaded() {
	for _ in $(seq "$1"); do cat whole; done >expected
	grep -vE 'at exit_group$|over$' whole >>expected
	sort expected >sorted
	sort "$2" | diff sorted - >differences || fail "$2: $(head -20 differences)"
}

for options in '' '--state thread'; do
	# shellcheck disable=SC2086 # options
	zpoline run $options -s "$tmp/look.lua" sh -c "$programs; exec /bin/true"
	expect_status 0
	loaded $ended err
done

# What all of them read nobody can write, not even who may open the file of another.
cat >wait.lua <<'L'
print "loaded"
L
"$ZPOLINE" run -s "$tmp/wait.lua" sleep 100 2>log &
pid=$!
while ! grep -q loaded log; do
	kill -0 $pid 2>/dev/null || fail "not started: $(cat log)"
	sleep 0.05
done
file=
for fd in "/proc/$pid/fd"/*; do
	case $(readlink "$fd") in
	/memfd:zpoline*) file=$fd ;;
	esac
done
[ -n "$file" ] || fail "no settings"
size=$(stat -L -c %s "$file")
[ "$size" -gt 10000 ] || fail "no state is kept: $size bytes"
if printf x 2>denied 1<>"$file"; then
	kill $pid
	fail "the settings can be written"
fi
kill $pid
wait $pid 2>/dev/null
exit 0
