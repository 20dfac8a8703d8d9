#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# An include goes to the same layer or further down. hook.h is the door between
# the core and bindings/, which sees nothing else of src/ but zpoline.h.
. "$(dirname "$0")/../lib.sh"

layer() {
	case $1 in
	hook.c) echo 4; return ;; # the other side of the door
	esac
	case ${1%.*} in
	zpoline | cpu | frame | gate | syscall | text | vector) echo 0 ;;
	arena | bpf | c_hooks | config | decode | dynsym | elf | image | insn | judge | known) echo 1 ;;
	fd_args) echo 1 ;;
	cfi | dwarf | expression | symbols) echo 1 ;;
	loaded | loader | log | maps | memory | own_fds | patch | sigcall | sink | stack) echo 1 ;;
	thread | window) echo 1 ;;
	executable | filters | hook | near | prefilter | rewriter | sites | stub | trampoline) echo 2 ;;
	objects | unwind) echo 2 ;;
	altstack | c_api | codemap | context | descriptors | dispatch | entry) echo 3 ;;
	environment | faults | held | inherit | int80 | masks | own_sud | perish | process) echo 3 ;;
	named_fds | proc_fds) echo 3 ;;
	readers | rlimit | rules | seccomp | sigframe | signals | sud) echo 3 ;;
	named_path | peer | test | vdso | wants) echo 3 ;;
	init | libraries) echo 4 ;;
	decode_generate | known_generate) echo 9 ;; # tools of the build
	esac
}

includes() {
	sed -n 's/^#[[:space:]]*include "\(.*\)"/\1/p' "$1"
}

for path in "$root"/src/*.[chS]; do
	file=$(basename "$path")
	own=$(layer "$file")
	[ -n "$own" ] || fail "$file has no layer: name it in $0"
	for header in $(includes "$path"); do
		other=$(layer "$header")
		[ "${other:-99}" -le "$own" ] ||
			fail "$file (layer $own) includes $header (layer ${other:-unknown})"
	done
done

for path in "$root"/bindings/*.[ch] "$root"/bindings/tables/*.[ch]; do
	for header in $(includes "$path"); do
		case $header in
		hook.h | zpoline.h) ;;
		*) [ ! -e "$root/src/$header" ] ||
			[ -e "$root/bindings/$header" ] ||
			fail "$(basename "$path") includes src/$header" ;;
		esac
	done
done

# The command talks to the library through the environment: of the rest it takes
# constant tables only.
for path in "$root"/src/cli/*.[ch]; do
	for header in $(includes "$path"); do
		[ -e "$root/src/cli/$header" ] ||
			[ -e "$root/bindings/tables/$header" ] ||
			fail "cli/$(basename "$path") includes $header"
	done
done

grep -n '#[[:space:]]*include <.*lua' "$root"/src/*.[chS] &&
	fail "src/ knows Lua"
exit 0
