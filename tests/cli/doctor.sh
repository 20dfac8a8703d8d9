#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# zpoline doctor tells the truth: as root, as a user without rights, and where
# nothing can be hooked.
. "$(dirname "$0")/cli.sh"

# What it says of address 0 and of the net is what the targets find.
says_truth() {
	expect_status 0
	find_out '^ok    library  .*/libzpoline.so$'
	find_out '^ok    version  .*command ([0-9.]+), library \1$'
	find_out '^ok    engine   .*auto takes near: [0-9]{2,} call sites'
	find_out '^ok    probe    .*[1-9][0-9]* seen'
	find_out '^Programs can be hooked\.$'
	find_out '^(ok|no)    door exec '
	find_out '^(ok|no)    door preload '
	find_out '^(ok|no)    programs  '
	# shellcheck disable=SC2086 # words of a command
	if $as "$zero" 2>/dev/null; then
		find_out '^ok    address 0 .*[1-9][0-9]* call sites'
	else
		find_out '^no    address 0'
		find_out 'Remedy: .*mmap_min_addr'
	fi
	if "$TEST_TARGETS/has_sud"; then
		find_out '^ok    fallback .* saw [1-9]'
	else
		find_out '^no    fallback '
	fi
	if grep -qw ospke /proc/cpuinfo; then
		find_out '^ok    protection keys'
	else
		find_out '^no    protection keys'
	fi
	find_out "^ok    kernel .*$(uname -r)"
	find_out '^(ok|no)    calls  '
}

zero=$TEST_TARGETS/can_map_zero
zpoline doctor
says_truth
if command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null; then
	find_out '^ok    door exec '
	run strace -f -o /dev/null "$ZPOLINE" doctor
	find_out '^no    door exec .*traced already'
	find_out 'Remedy: .*--preload'
	find_out '^no    programs .*dynamic ones for glibc only'
fi

# what the caller brings along
run sh -c "ulimit -d 3500; exec '$ZPOLINE' doctor"
find_out '^no    memory .*limited to 3 MiB \(ulimit -d\)'
run sh -c "ulimit -d 200000; exec '$ZPOLINE' doctor"
find_out '^ok    memory .*limited to 195 MiB'
run sh -c "exec '$ZPOLINE' doctor 2>&-"
find_out '^no    descriptors .*standard error is closed'
zpoline doctor
find_out '^ok    descriptors +[0-9]+ '
find_out '^ok    memory +no limit$'
find_out '^ok    clock '
for loader in /lib/ld-linux.so.2 /libx32/ld-linux-x32.so.2; do
	[ ! -e "$loader" ] || find_out "^no    other programs .*$loader"
done
if [ "$(cat /proc/sys/kernel/io_uring_disabled 2>/dev/null)" = 2 ]; then
	find_out '^ok    io_uring'
else
	find_out '^no    io_uring'
fi

# root without the right to map address 0
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	as='setpriv --bounding-set=-sys_rawio --inh-caps=-sys_rawio'
	zpoline doctor
	says_truth
	find_out '^ok    user +root$'
	[ "$(cat /proc/sys/vm/mmap_min_addr)" -eq 0 ] ||
		find_out '^no    address 0 .*CAP_SYS_RAWIO'
	as=
fi

command_for_all
cp "$zero" "$tmp/can_map_zero"
chmod a+rx "$tmp/can_map_zero"
zero=$tmp/can_map_zero
unprivileged
zpoline doctor
says_truth
find_out '^ok    user .*without'
find_out '^ok    other users '
[ "$(id -u)" -ne 0 ] || {
	chmod 700 "$tmp/for_all"
	as=
	zpoline doctor
	find_out "^no    other users .*\($tmp/for_all\)"
	find_out 'Remedy: install it where'
	chmod 755 "$tmp/for_all"
	unprivileged
}

# a kernel with more calls than the table has
zpoline run -e 'zp.hook("call_479", function() return -zp.errno.EINVAL end)' -- "$ZPOLINE" doctor
find_out '^no    calls .*beyond.*, up to 479 .*call_479'

# a library that cannot work, and none
echo 'this is no library' >"$tmp/for_all/libzpoline.so"
zpoline doctor
expect_status 1
find_out '^FAILS probe'
find_out '^Programs cannot be hooked'
rm -f "$tmp/for_all/libzpoline.so"
zpoline doctor
expect_status 1
find_out '^FAILS library .*neither'
find_out 'Remedy: build it'
