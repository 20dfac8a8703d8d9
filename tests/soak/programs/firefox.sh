#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: firefox-esr python3 timeout
# differs.zpoline: processes in the sandbox may not map address 0, and say so
# differs.nonet: processes in the sandbox may not map address 0, and say so
# A page is drawn by processes that put themselves behind filters of their own.
cat >page.html <<'HTML'
<!DOCTYPE html><title>page</title><body style="margin: 0; background: rgb(10, 20, 30)">
<script>
let sum = 0
for (let i = 0; i < 2e6; i++) sum = (sum * 31 + i) % 1000003
document.body.style.background = sum == 235197 ? "rgb(10, 200, 30)" : "rgb(200, 0, 0)"
</script>
HTML
mkdir profile
HOME=$PWD TMPDIR=$PWD timeout -k 5 100 firefox-esr --headless --no-remote --profile "$PWD/profile" \
	--window-size=64,64 --screenshot "$PWD/page.png" "file://$PWD/page.html" >/dev/null 2>&1
echo "status $?"
python3 - <<'PY'
import struct, zlib
png = open("page.png", "rb").read()
width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
data, at = b"", 8
while at < len(png):
    n, name = struct.unpack(">I4s", png[at:at + 8])
    if name == b"IDAT": data += png[at + 8:at + 8 + n]
    at += 12 + n
print(width, height, depth, kind, zlib.decompress(data)[1:4].hex())
PY
