#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/execsnoop.lua: programs with their arguments, PATH searched.
. "$(dirname "$0")/../cli/cli.sh"

zpoline run -s execsnoop -o log -- env PATH="/nowhere:$PATH" sh -c "env echo 'two words'; /no/such; exit 0"
expect_status 0
find_log '^ +[0-9]+ +[0-9]+ +.*/env echo "two words"$'
find_log '^ +[0-9]+ +[0-9]+ +.*/echo "two words"$'
! grep -q nowhere log || fail "attempts that fail are shown"
zpoline run -s execsnoop -a failed -o log -- env PATH="/nowhere:$PATH" sh -c 'exit 0'
find_log '^ +[0-9]+ +[0-9]+ ENOENT +/nowhere/sh -c "exit 0"$'
# posix_spawn, and a shebang
printf '#!/bin/sh\nexit 6\n' >script
chmod +x script
zpoline run -s execsnoop -o log -- "$PYTHON" -c 'import subprocess; subprocess.run(["./script", "x"])'
find_log ' \./script x$'
