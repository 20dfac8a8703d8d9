#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: dash
# Short children by the hundred, here-documents, traps, descriptors, jobs.
dash <<'DASH'
set -u
i=0
while [ $i -lt 300 ]; do
	i=$((i + 1))
	x=$(/bin/echo $i)
	[ "$x" = $i ] || echo "$i became $x"
done
echo "$i children"
trap 'echo signal' USR1
kill -USR1 $$
trap - USR1
(sleep 0.1; exit 7) & wait $!; echo $?
exec 8>file; echo eight >&8; exec 8>&-; cat file
cat <<TEXT | tr a-z A-Z
$(seq 1 5)
here
TEXT
(exec /bin/sh -c 'exit 9'); echo $?
/nonexistent/program 2>/dev/null; echo $?
seq 1 100000 | sort -rn | head -2
DASH
