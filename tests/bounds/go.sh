#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Go programs have no .eh_frame: their functions are known by .gopclntab, also where
# symbols were removed, and the calls through Syscall6 may become jumps.
. "$(dirname "$0")/compare.sh"
needs go gcc strip

build() { # NAME OPTION...
	name=$1
	shift
	(cd "$tmp" && HOME=$tmp GOCACHE=$TEST_TARGETS/go-cache GOFLAGS=-mod=mod go build -o "$name" "$@" \
		"$here/program.go") >"$tmp/build" 2>&1 ||
		skip "go cannot build $name: $(tail -n 1 "$tmp/build")"
}

# The number is variable there.
syscall6() {
	at=$(awk '/Syscall6(\.abi0)?>:$/ { inside = 1 }
		inside && /syscall *$/ { sub(/:/, "", $1); print $1; exit }' "$tmp/code")
	grep "^$at go .* jump .* -1\$" "$tmp/bounds" || fail "Syscall6 is no jump"
}

export CGO_ENABLED=0
build static
compare "$tmp/static" go 95
syscall6
build bare -ldflags='-s -w'
compare "$tmp/bare" go 95 "$tmp/static"
cp "$tmp/static" "$tmp/stripped"
strip "$tmp/stripped"
compare "$tmp/stripped" go 95 "$tmp/static"
compare "$tmp/stripped" go 95 "$tmp/static" no-file
build pie -buildmode=pie
compare "$tmp/pie" go 90
syscall6
compare "$tmp/pie" go 90 "$tmp/pie" no-file raw
export CGO_ENABLED=1
build external -ldflags=-linkmode=external
compare "$tmp/external" go 95
syscall6
build shared -buildmode=c-shared
compare "$tmp/shared" go 90 "$tmp/shared" no-file raw
exit 0
