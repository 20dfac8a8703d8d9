#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A threaded program built with each sanitizer, under a script that reads bad addresses
# at each call: it prints and reports what it does natively, and ends alike, whether the
# sanitizer's runtime is in it, or comes before or behind our library.
. "$(dirname "$0")/../lib.sh"
needs gcc
export ASAN_OPTIONS=verify_asan_link_order=0

left_out=
found=

# What differs from run to run: numbers of processes and addresses.
plain() {
	sed -e 's/==[0-9]*==/==/; s/0x[0-9a-f]*/0x/g; s/pid=[0-9]*/pid=/g' \
		-e 's/tid=[0-9]*/tid=/g' "$tmp/$1" | case $what in
	race) grep -E '^(WARNING|SUMMARY|FATAL)' ;; # which thread was first is chance
	*) cat ;;
	esac
}

# run_build PRELOAD MISTAKE: with these libraries.
run_build() {
	: >"$log"
	# shellcheck disable=SC2086 # a list of words
	run setarch -R env LD_PRELOAD="$1" $mode_variables ZPOLINE_SCRIPT="$script" \
		ZPOLINE_LOG="$log" "$tmp/program" "$2"
}

# compare LIBRARIES... of which each one is a LD_PRELOAD, with $what the mistake
compare() {
	run setarch -R "$tmp/program" "$what"
	native_status=$status
	mv "$tmp/out" "$tmp/native_out"
	plain err >"$tmp/native_err"
	for libraries; do
		run_build "$libraries" "$what"
		cmp -s "$tmp/native_out" "$tmp/out" ||
			fail "$build_name $what, $libraries: other output"
		plain err | diff "$tmp/native_err" - ||
			fail "$build_name $what, $libraries: other reports"
		[ "$status" -eq "$native_status" ] ||
			fail "$build_name $what, $libraries: status $status, natively $native_status"
		grep -qx looked "$log" || fail "$build_name $what, $libraries: no handler"
	done
}

# try NAME MISTAKES COMMAND...: the build by this command.
try() {
	build_name=$1 mistakes=$2
	shift 2
	if ! "$@" -g -O0 -pthread -o "$tmp/program" "$here/sanitizers.c" 2>"$tmp/err"; then
		left_out="$left_out $build_name"
		return 0
	fi
	run setarch -R "$tmp/program"
	if [ "$status" -ne 0 ]; then # it cannot be run on this kernel
		left_out="$left_out $build_name"
		return 0
	fi
	runtime=$(ldd "$tmp/program" | sed -n 's/.* => \(.*san[^ ]*\.so[^ ]*\) .*/\1/p')
	for what in nothing $mistakes; do
		compare "$TEST_LIB"
		[ -z "$runtime" ] ||
			compare "$runtime:$TEST_LIB" "$TEST_LIB:$runtime"
	done
	found=1
}

builds() {
	try "gcc address" "use_after_free leak" gcc -fsanitize=address
	try "gcc address, static" use_after_free gcc -fsanitize=address -static-libasan
	try "gcc thread" race gcc -fsanitize=thread
	try "gcc thread, static" race gcc -fsanitize=thread -static-libtsan
	try "gcc undefined" overflow gcc -fsanitize=undefined
	try "gcc leak" leak gcc -fsanitize=leak
	try "clang address" "use_after_free leak" clang -fsanitize=address
	try "clang address, shared" use_after_free clang -fsanitize=address -shared-libasan \
		-Wl,-rpath,"$(dirname "$(clang -print-file-name=libclang_rt.asan-x86_64.so)")"
	try "clang thread" race clang -fsanitize=thread
	try "clang memory" uninitialised clang -fsanitize=memory
	try "clang undefined" overflow clang -fsanitize=undefined
	try "clang leak" leak clang -fsanitize=leak
}

builds
[ -n "$found" ] || skip "no build that runs:$left_out"
[ -z "$left_out" ] || skip "well, but not possible here:$left_out"
