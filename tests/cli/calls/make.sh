#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: make gcc
# varies: getrandom read write dup2 prlimit64 pselect6 wait4 rt_sigreturn rt_sigprocmask
set -e
for i in 1 2 3 4; do echo "int f$i(void) { return $i; }" >"f$i.c"; done
echo 'int f4(void); int main(void) { return f4() != 4; }' >main.c
cat >Makefile <<'M'
OBJECTS = f1.o f2.o f3.o f4.o main.o
program: $(OBJECTS)
	gcc -o $@ $(OBJECTS)
%.o: %.c
	@gcc -c -o $@ $<
M
make -s -j2 program
./program
rm -f program ./*.o
