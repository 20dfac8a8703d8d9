#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# scripts/flame.lua: each call's time at the functions that made it.
. "$(dirname "$0")/../cli/cli.sh"
needs cc

cat >work.c <<'C'
#include <unistd.h>
__attribute__((noinline)) static void leaf(int us) { usleep(us); __asm__(""); }
__attribute__((noinline)) static void left(void) { leaf(30000); __asm__(""); }
__attribute__((noinline)) static void right(void) { leaf(60000); __asm__(""); }
int main(void) { left(); right(); return 0; }
C
cc -g -O1 -o work work.c || fail "cc"
zpoline run -s flame -a 'clock_nanosleep nanosleep' -o log -- ./work
expect_status 0
count_log 2 .
find_log '^work;.*;main;left;leaf;.*clock_nanosleep ([3-9][0-9]{4}|[0-9]{6,})$'
find_log '^work;.*;main;right;leaf;.*clock_nanosleep ([6-9][0-9]{4}|[0-9]{6,})$'
