#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# undefined LIBRARY... -- CORE_OBJECT... -- OTHER_OBJECT...
# The core uses nothing but itself and the objects beside it. The libraries bind
# nothing by name: the loader would look in the program first, which may have a
# function or a variable of its own of that name.
set -u
export LC_ALL=C
for tool in nm objdump readelf; do
	command -v "$tool" >/dev/null || { echo "SKIP: $tool is not installed"; exit 77; }
done
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT

# What a library may take from other objects, each name with the reason why no
# program can have another one, and what calls it when. There is none.
cat >"$tmp/allowed" <<'LIST'
LIST

# How the loader may change a library's words: R_X86_64_RELATIVE adds where it is
# mapped; R_X86_64_TPOFF64 is the place of thread_storage behind fs, of which the
# loader sets aside 16 bytes in each thread's static storage. Neither has a name.
# What would have one: GLOB_DAT, JUMP_SLOT, 64, COPY, DTPMOD64. IRELATIVE calls
# code before all constructors.
cat >"$tmp/relocations" <<'LIST'
R_X86_64_RELATIVE
R_X86_64_TPOFF64
LIST

status=0
# wrong WHAT: what is in $tmp/found, if anything.
wrong() {
	[ -s "$tmp/found" ] || return 0
	status=1
	echo "FAIL: $*:"
	cat "$tmp/found"
}

names() {
	sed 's/@.*//; s/.* //' | sort -u
}

libraries=0
while [ "$1" != -- ]; do
	library=$(basename "$1")
	nm -D -u "$1" | names | comm -23 - "$tmp/allowed" >"$tmp/found"
	wrong "$library takes by name"

	readelf -rW "$1" | awk '$3 ~ /^R_/' >"$tmp/all"
	grep -q R_X86_64_RELATIVE "$tmp/all" ||
		{ echo "FAIL: $library: no relocations?"; status=1; }
	awk '{ print $3 }' "$tmp/all" | sort -u |
		comm -23 - "$tmp/relocations" >"$tmp/found"
	wrong "$library has relocations of other kinds"
	# offset, info, type, addend: what has a symbol has more
	awk 'NF > 4' "$tmp/all" >"$tmp/found"
	wrong "$library has relocations with names"
	grep TPOFF64 "$tmp/all" | tail -n +2 >"$tmp/found"
	wrong "$library has more than one place in thread-local storage"

	# a stack canary, of a thread that need not have one: canary_fix.c
	objdump -d --no-show-raw-insn "$1" | grep '%fs:0x28' >"$tmp/found"
	wrong "$library looks at thread-local storage"

	# glibc's loader, so that no other one takes it
	readelf -dW "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' |
		grep -vx 'ld-linux-x86-64\.so\.2' >"$tmp/found"
	wrong "$library needs"
	readelf -dW "$1" | grep -E '\((TEXTREL|VERNEED|PLTREL|INIT|FINI)\)' >"$tmp/found"
	wrong "$library has in its dynamic section"
	libraries=$((libraries + 1))
	shift
done
shift
[ "$libraries" -ge 1 ] || { echo "FAIL: no library"; exit 1; }

while [ "$1" != -- ]; do
	printf '%s\n' "$1" >>"$tmp/core_objects"
	shift
done
shift
printf '%s\n' "$@" | cat "$tmp/core_objects" - >"$tmp/objects"
[ "$(wc -l <"$tmp/core_objects")" -gt 5 ] || { echo "FAIL: no objects"; exit 1; }
# undefined: "U name" and "w name"; the rest of what nm prints names files
xargs -d '\n' nm -u <"$tmp/core_objects" | grep -E '^ +[Uw] ' | names >"$tmp/core"
xargs -d '\n' nm -g --defined-only <"$tmp/objects" 2>/dev/null | names >"$tmp/defined"

# the linker defines these
printf "%s\n" _DYNAMIC _GLOBAL_OFFSET_TABLE_ __ehdr_start _end big_tables \
	__start_signals_text __stop_signals_text \
	__start_thread_looks __stop_thread_looks >>"$tmp/defined"
sort -u -o "$tmp/defined" "$tmp/defined"
comm -23 "$tmp/core" "$tmp/defined" >"$tmp/found"
wrong "the core takes from elsewhere"
exit $status
