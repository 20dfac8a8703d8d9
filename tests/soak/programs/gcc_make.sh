#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: gcc make ar
# A project of thirty files: parallel make, an archive, link-time optimisation.
i=0
while [ $i -lt 30 ]; do
	echo "int f$i(int n) { return n * $i + 1; }" >f$i.c
	i=$((i + 1))
done
{
	echo '#include <stdio.h>'
	seq 0 29 | sed 's/.*/int f&(int);/'
	echo 'int main(void) { int n = 0;'
	seq 0 29 | sed 's/.*/n += f&(n % 1000);/'
	printf '%s\n' 'printf("%d\n", n); return 0; }'
} >main.c
# shellcheck disable=SC2016 # for make to expand
{
	printf 'O = %s\n' "$(seq -s ' ' -f 'f%g.o' 0 29)"
	printf 'all: program\nprogram: main.o lib.a\n\t$(CC) $(CFLAGS) -o $@ $^\n'
	printf 'lib.a: $(O)\n\tar rcs $@ $^\n'
	printf '%%.o: %%.c\n\t$(CC) $(CFLAGS) -c -o $@ $<\n'
} >Makefile
make -s -j4 CC=gcc CFLAGS='-O2 -g' && ./program && sha256sum lib.a | cut -c1-16
make -s -j4 CC=gcc CFLAGS='-O2 -g' all; echo $?
rm -f -- *.o lib.a program
make -s -j2 CC=gcc AR=gcc-ar CFLAGS='-O2 -flto=2 -ffat-lto-objects' && ./program
echo 'int main(void) { return x; }' >bad.c
gcc -c bad.c; echo $?
gcc -E -x c - </dev/null | wc -l
