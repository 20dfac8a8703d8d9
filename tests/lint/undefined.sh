#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# undefined LIBRARY CORE_OBJECT... -- OTHER_OBJECT...
# The core uses nothing but itself and the objects beside it; the library takes
# from libc only what neither locks nor allocates nor makes a system call.
set -u
export LC_ALL=C
command -v nm >/dev/null || { echo "SKIP: nm is not installed"; exit 77; }
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT

# Start-up only: _r_debug, __x86_get_cpuid_feature_leaf, dl_iterate_phdr; dlopen and its
# like, before the program begins. Only where musl's archive is missing: newlocale,
# uselocale, strtod_l, vsnprintf, and what is computation.
cat >"$tmp/allowed" <<'LIST'
_GLOBAL_OFFSET_TABLE_
_ITM_deregisterTMCloneTable
_ITM_registerTMCloneTable
__cxa_finalize
__gmon_start__
__x86_get_cpuid_feature_leaf
_r_debug
dl_iterate_phdr
dlerror
dlopen
dlsym
newlocale
strtod_l
uselocale
vsnprintf
acos
asin
atan2
cos
cosh
exp
fmod
frexp
ldexp
log
log10
log2
pow
sin
sinh
sqrt
tan
tanh
LIST
sort -o "$tmp/allowed" "$tmp/allowed"

names() {
	sed 's/@.*//; s/.* //' | sort -u
}

library=$1
shift
n=0
while [ "$1" != -- ]; do
	nm -u "$1" | names >>"$tmp/core"
	nm -g --defined-only "$1" | names >>"$tmp/defined"
	n=$((n + 1))
	shift
done
shift
for object; do
	nm -g --defined-only "$object" 2>/dev/null | names >>"$tmp/defined"
done
[ "$n" -gt 5 ] || { echo "FAIL: $n objects"; exit 1; }

# the linker defines these
printf "%s\n" _DYNAMIC _GLOBAL_OFFSET_TABLE_ __ehdr_start _end __start_signals_text __stop_signals_text _r_debug \
	__x86_get_cpuid_feature_leaf dl_iterate_phdr >>"$tmp/defined"
sort -u -o "$tmp/defined" "$tmp/defined"
sort -u -o "$tmp/core" "$tmp/core"
comm -23 "$tmp/core" "$tmp/defined" >"$tmp/foreign"
nm -D -u "$library" | names | comm -23 - "$tmp/allowed" >"$tmp/imported"

status=0
for list in foreign imported; do
	[ -s "$tmp/$list" ] || continue
	status=1
	echo "FAIL: $list:"
	cat "$tmp/$list"
done
exit $status
