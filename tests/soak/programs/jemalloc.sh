#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: /usr/bin/python3 sort
# Another preloaded library, before ours and after it.
other=$(ls /usr/lib/x86_64-linux-gnu/libjemalloc.so.2 2>/dev/null)
if [ -z "$other" ]; then
	echo "no jemalloc"
	exit 0
fi
work() {
	LD_PRELOAD=$1 /usr/bin/python3 -c '
import subprocess, threading
def run():
    for i in range(20):
        subprocess.run(["true"])
        x = [bytearray(n) for n in range(2000)]
t = [threading.Thread(target=run) for _ in range(8)]
[i.start() for i in t], [i.join() for i in t]
print("jemalloc" in open("/proc/self/maps").read())'
	seq 1 300000 | LD_PRELOAD=$1 sort --parallel=4 -rn | LD_PRELOAD=$1 head -n 1
	LD_PRELOAD=$1 bash -c 'for i in {1..100}; do x=$(echo $i); done; echo $x'
}
work "$other${LD_PRELOAD:+:$LD_PRELOAD}"
work "${LD_PRELOAD:+$LD_PRELOAD:}$other"
