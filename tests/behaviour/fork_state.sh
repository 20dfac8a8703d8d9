#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A script's variables after fork: the child goes on with a copy of them as they
# were, the parent with its own; zp.on("fork") runs in the child only.
. "$(dirname "$0")/../lib.sh"
needs perl

script <<'LUA'
local calls, forks = 0, 0
zp.hook("getppid", function()
  calls = calls + 1
  return calls * 10 + forks
end)
zp.on("fork", function() forks = forks + 1 end)
LUA
# shellcheck disable=SC2016 # perl's variables
hooked perl -e '
	$| = 1;
	sub call { return syscall(110) }
	print call(), " ", call(), "\n";
	for my $round (1 .. 2) {
		my $pid = fork;
		if (!$pid) {
			print "child ", call(), " ", call(), "\n";
			exit 0;
		}
		waitpid $pid, 0;
		print "parent ", call(), "\n";
	}'
expect_status 0
expect_out '10 20
child 31 41
parent 30
child 41 51
parent 40'
expect_no_err
