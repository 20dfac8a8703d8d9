#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: perl
exec perl -e '
$| = 1;
for my $n (1 .. 5) {
	pipe(my $r, my $w);
	my $pid = fork;
	if (!$pid) { close $r; print $w "child $n\n"; close $w; exit $n }
	close $w;
	print scalar <$r>;
	waitpid $pid, 0;
	print "status ", $? >> 8, "\n";
}
print `echo backtick`;
open my $p, "-|", "echo", "piped"; print <$p>; close $p;
system "sh", "-c", "exit 3"; print $? >> 8, "\n";
print sort { $a cmp $b } map { "$_\n" } qw(c b a);'
