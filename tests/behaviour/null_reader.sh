#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A program of a virtual machine that reads null pointers on purpose, Java's, is
# hooked without the page at 0 if that page could be read; without a script
# there is none of it.
. "$(dirname "$0")/../lib.sh"
needs java
needs_sud
! grep -qw ospke /proc/cpuinfo || skip "the page at 0 cannot be read here"

cat >Nulls.java <<'JAVA'
public class Nulls {
	static String s;

	public static void main(String[] args) {
		int caught = 0;

		for (int i = 0; i < 20000; i++) {
			s = i % 2 == 0 ? null : "x";
			try {
				caught += s.length() - 1;
			} catch (NullPointerException e) {
				caught++;
			}
		}
		System.out.println(caught);
	}
}
JAVA
script <<'LUA'
local seen = false
zp.hook("openat", function()
  if not seen then print "hooked" end
  seen = true
end)
LUA
hooked java Nulls.java
expect_status 0
expect_out 10000
find_log '^zpoline: every call costs .*: libjli.so needs .*Remedy: '
find_log '^hooked$'

preload java Nulls.java
expect_status 0
expect_out 10000
expect_no_err
