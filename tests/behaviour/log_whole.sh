#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Several processes write lines that are longer than what a pipe takes at once
# (PIPE_BUF), to one pipe or socket that is always full: each comes whole.
. "$(dirname "$0")/../lib.sh"
needs perl
targets_for_all lines

script <<'LUA'
local n = 0
zp.hook("getppid", function()
  n = n + 1
  local letter = string.char(97 + zp.getpid() % 26)
  print(letter:rep(n % 3 == 0 and 90000 or n % 3 == 1 and 6000 or 70))
end)
LUA
sed -i 's/zp.getpid()/zp.syscall("getpid")/' "$script"
cat >start.pl <<'PERL'
use Socket;
my ($kind, $block, @command) = @ARGV;
if ($kind eq "pipe") { pipe(R, W) }
else { socketpair(R, W, AF_UNIX, SOCK_STREAM, PF_UNSPEC) }
for (1 .. 2) { # not of one family either
	next if fork();
	open(STDERR, ">&", \*W);
	close(R);
	close(W);
	exec @command;
}
close(W);
my ($good, $bad) = (0, 0);
while (my $line = <R>) {
	chomp $line;
	my $letter = substr($line, 0, 1);
	if ($line =~ /^$letter*$/ && length($line) =~ /^(90000|6000|70)$/) { $good++ }
	else { $bad++ }
}
wait for 1 .. 2;
print STDOUT "$good good, $bad bad\n";
PERL
check() {
	for kind in pipe socket; do
		for block in '' nonblock; do
			# shellcheck disable=SC2086
			native env $mode_variables ZPOLINE_SCRIPT="$script" perl start.pl $kind x \
				env LD_PRELOAD="$TEST_LIB" "$TEST_TARGETS/lines" 60 processes 3 $block
			expect_status 0
			find_out '^360 good, 0 bad$'
		done
	done
}
each 'auto user sud thread' check
