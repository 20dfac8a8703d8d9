#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: dash
cat >script <<'SCRIPT'
i=0
while [ $i -lt 20 ]; do i=$((i + 1)); echo $i; done | sort -r | head -n 3
x=$(echo substituted | cat); echo "$x"
(exit 4); echo "status $?"
cat <<END | wc -l
one
two
END
true & wait; echo waited
trap "echo term" TERM; kill -TERM $$; trap "echo bye" EXIT
exit 5
SCRIPT
exec dash ./script
