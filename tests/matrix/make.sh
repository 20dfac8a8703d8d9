#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: make
cat >Makefile <<'END'
parts := a b c d e f
all: $(parts)
	@cat $^
$(parts):
	@echo part $@ | tr a-z A-Z >$@
missing:
	@exit 3
END
make -s -j2
make -s -j2 missing
