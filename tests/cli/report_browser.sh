#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The page of zpoline report in a browser: its script has no error, draws the time
# line and the histogram, in light and dark; with many calls too.
. "$(dirname "$0")/cli.sh"
needs chromium

# browse FILE OPTION...: no name of a host is known, and its home is its own.
browse() {
	page=$1
	shift
	run env HOME="$tmp" chromium --headless --no-sandbox --disable-gpu \
		--disable-dev-shm-usage --host-resolver-rules='MAP * ~NOTFOUND' \
		--hide-scrollbars --no-first-run \
		--user-data-dir="$tmp/home" --window-size=800,600 \
		--virtual-time-budget=5000 --enable-logging=stderr "$@" \
		"file://$tmp/$page"
	expect_status 0
	! grep -i 'CONSOLE' err || fail "$page: messages of the script's"
}

# looks FILE COLOUR...: the picture has at least so many colours, and these.
looks() {
	"$PYTHON" - "$@" <<'PY' || fail "$1: looks wrong"
import struct, sys, zlib
data, at, packed = open(sys.argv[1], "rb").read(), 8, b""
while at < len(data):
    size, kind = struct.unpack(">I4s", data[at:at + 8])
    part = data[at + 8:at + 8 + size]
    if kind == b"IHDR": width, height, depth, colour = struct.unpack(">IIBB", part[:10])
    if kind == b"IDAT": packed += part
    at += size + 12
assert depth == 8 and colour in (2, 6)
n, raw = 3 if colour == 2 else 4, zlib.decompress(packed)
seen, above = set(), bytearray(width * n)
for y in range(height):
    line = bytearray(raw[y * (width * n + 1):(y + 1) * (width * n + 1)])
    kind, line = line[0], line[1:]
    for i in range(len(line)):
        left = line[i - n] if i >= n else 0
        up, corner = above[i], above[i - n] if i >= n else 0
        if kind == 1: line[i] = line[i] + left & 255
        elif kind == 2: line[i] = line[i] + up & 255
        elif kind == 3: line[i] = line[i] + (left + up) // 2 & 255
        elif kind == 4:
            p = left + up - corner
            a, b, c = abs(p - left), abs(p - up), abs(p - corner)
            line[i] = line[i] + (left if a <= b and a <= c else up if b <= c else corner) & 255
    above = line
    seen.update(bytes(line[i:i + 3]).hex() for i in range(0, len(line), n))
wanted = sys.argv[2:]
assert set(wanted) <= seen, [c for c in wanted if c not in seen]
PY
}

echo text >file
zpoline trace --json -y -o log sh -c 'cat file nothere; sleep 0.02; :'
zpoline report log -o page.html
browse page.html --dump-dom
find_out 'id="quantiles">[0-9]+ calls: half take at most [0-9.]+ [^ ]+, '
find_out '<option value="[0-9]+">openat</option>'
find_out '<rect [^>]*><title>.* to .*: [0-9]+ calls</title></rect>'
find_out 'id="legend"><span><i [^>]*></i>files</span>'

# background, letters, files, failures
browse page.html --screenshot=light.png
looks light.png ffffff 1b1f24 2f7fd6 c8102e
browse page.html --blink-settings=preferredColorScheme=0 --screenshot=dark.png
looks dark.png 14171b e6e9ed 4d9bf0 ff6b7d

# the same by keys, a choice and a search
sed 's|</body>|<script>addEventListener("load", () => {\
	const canvas = document.getElementById("time");\
	for (const key of ["+", "ArrowDown", ".", ".", "ArrowLeft", "-", "0"])\
		canvas.dispatchEvent(new KeyboardEvent("keydown", { key }));\
	document.querySelector("#calls button.name").click();\
	document.querySelector("#files thead button").click();\
	canvas.dispatchEvent(new PointerEvent("pointermove", { clientX: 400, clientY: 260 }));\
});</script></body>|' page.html >used.html
browse used.html --dump-dom
find_out 'role="status">[a-z0-9_]+\(.*\) = '
find_out 'id="chosen"[^>]*>[0-9]+ of [0-9]+ calls<'
find_out 'aria-sort="descending"'

# many
"$PYTHON" - >many <<'PY'
import json
for i in range(100000):
    print(json.dumps({"pid": 1, "tid": 1 + i % 40, "name": "read" if i % 3 else "openat",
        "args": {"fd": {"fd": 3, "path": "/some/file%d" % (i % 2000)}}, "ret": 0,
        "time": 1e9 + i * 1e-5, "took": 1e-6 * (1 + i % 50)}))
PY
zpoline report many
expect_status 0
browse many.html --dump-dom
find_out 'id="quantiles">100000 calls: '
