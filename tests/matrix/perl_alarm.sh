#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: perl
exec perl -MTime::HiRes=ualarm -e '
$| = 1;
my $n = 0;
$SIG{ALRM} = sub { $n++ };
while ($n < 20) { ualarm 2000; select undef, undef, undef, 5 }
print "$n alarms\n";
eval {
	local $SIG{ALRM} = sub { die "timeout\n" };
	ualarm 20000;
	sleep 30;
};
print $@;
$SIG{USR1} = sub { print "usr1\n" };
kill USR1 => $$;
$SIG{ALRM} = "DEFAULT";
ualarm 10000;
sleep 30;'
