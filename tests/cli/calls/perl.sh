#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: perl
exec perl -MFile::Temp -MPOSIX -e '
my %seen; open my $f, "<", "/etc/passwd" or die; while (<$f>) { $seen{length $_}++ }
print scalar(keys %seen) > 0 ? "read\n" : "";
print `echo child`; my $pid = fork; exit 3 if !$pid; waitpid $pid, 0; print $? >> 8, "\n"'
