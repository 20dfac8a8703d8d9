#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: bash
exec bash -c '
set -o pipefail
seq 1 100 | grep 7 | while read -r n; do echo "n=$n"; done | tail -n 2
echo "$(echo inner $(echo innermost))" | tr a-z A-Z
(cd /; pwd; exit 3); echo "status $?"
false | true; echo "pipefail $?"
diff <(seq 1 3) <(seq 2 4)
sleep 0.01 & wait $!; echo "waited $?"
coproc cat; echo through >&"${COPROC[1]}"; read -r line <&"${COPROC[0]}"
echo "$line"
trap "echo usr1" USR1; kill -USR1 $$; echo after
exec 5>file; echo to file >&5; exec 5>&-; cat file
echo ${BASH_SUBSHELL} $( echo ${BASH_SUBSHELL} )
exit 9'
