#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Java reads null pointers on purpose and goes by the faults: hooked it finds
# them all, for no page is at address 0, and nothing is said.
. "$(dirname "$0")/../lib.sh"
needs java

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
catches() {
	hooked java Nulls.java
	expect_status 0
	expect_out 10000
	# one line for each program that java starts as
	find_log '^hooked$'
	! grep -qvx hooked "$log" || fail "$1: something else in the log"
	expect_no_err
}
each 'auto bare sud' catches

preload java Nulls.java
expect_status 0
expect_out 10000
expect_no_err
