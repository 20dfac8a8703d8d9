#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: perl
# Children, pipes, sockets, interpreter threads, signals.
cat >run.pl <<'PERL'
use strict; use warnings; use threads; use Socket; use POSIX ":sys_wait_h";
$| = 1;
my $sum = 0;
for my $i (1 .. 100) {
	my $pid = fork();
	exit($i % 200) if $pid == 0;
	waitpid($pid, 0);
	$sum += $? >> 8;
}
print "children: $sum\n";
print "backquotes: ", join(",", map { chomp(my $x = `echo $_`); $x } 1 .. 50), "\n";
my @threads = map { my $n = $_; threads->create(sub {
	my $s = 0;
	for (1 .. 300) { open(my $f, "<", "/proc/self/stat") or die; $s += $n; close $f }
	return $s;
}) } 1 .. 8;
print "threads: ", join(" ", map { $_->join } @threads), "\n";
socketpair(my $a, my $b, AF_UNIX, SOCK_STREAM, 0) or die;
if (fork() == 0) { close $a; while (<$b>) { syswrite $b, uc $_ } exit 0 }
close $b;
for my $word (qw(red green blue)) { syswrite $a, "$word\n"; print scalar <$a> }
close $a; wait;
my $alarms = 0;
$SIG{ALRM} = sub { $alarms++ };
for (1 .. 5) { alarm 1; select undef, undef, undef, 0.01; kill ALRM => $$ }
alarm 0;
print "alarms: $alarms\n";
eval { local $SIG{ALRM} = sub { die "late\n" }; alarm 1; sleep 10; };
print $@;
open(my $p, "|-", "sort -n | head -3") or die; print $p "$_\n" for reverse 1 .. 5000; close $p;
print system("sh", "-c", "exit 5") >> 8, "\n";
PERL
perl run.pl
