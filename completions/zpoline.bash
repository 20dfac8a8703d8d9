# shellcheck shell=bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# Completion of zpoline for bash. What there is, the command itself is asked.

_zpoline_options() {
	zpoline "$1" --help 2>/dev/null | grep -oE -- '(^|[ ,])--?[a-zA-Z][a-z-]*' | tr -d ' ,' | sort -u
}

_zpoline_scripts() {
	zpoline list 2>/dev/null | awk '{ print $1 }'
}

_zpoline_calls() {
	zpoline syscalls 2>/dev/null | sed 's/^ *[0-9]* //; s/(.*//'
	echo '%file %desc %network %process %memory %signal %ipc %time %modify %read %write %creds %clock %stat all none'
}

# Where the program stands among the words: its index, or nothing.
_zpoline_program_at() {
	local i takes=$1
	for ((i = 2; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		--) echo $((i + 1)); return ;;
		--*=* | --*) [[ ${COMP_WORDS[i + 1]} == = ]] && ((i += 2)) ;;
		-?) [[ $takes == *${COMP_WORDS[i]#-}* ]] && ((i++)) ;;
		-*) ;;
		*) echo "$i"; return ;;
		esac
	done
}

_zpoline_words() {
	mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur")
}

_zpoline() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
	local command=${COMP_WORDS[1]} takes='' at
	COMPREPLY=()

	if ((COMP_CWORD == 1)); then
		_zpoline_words 'run test trace top list new check syscalls report doctor help --help --version'
		return
	fi
	case $command in
	run | test) takes=seao ;;
	trace) takes=aeopPsSE ;;
	top) takes=edno ;;
	esac
	if [[ -n $takes ]]; then
		at=$(_zpoline_program_at "$takes")
		if [[ -n $at && $at -le $COMP_CWORD ]]; then
			if declare -F _command_offset >/dev/null; then
				_command_offset "$at"
			elif ((at == COMP_CWORD)); then
				mapfile -t COMPREPLY < <(compgen -c -- "$cur")
			else
				mapfile -t COMPREPLY < <(compgen -f -- "$cur")
			fi
			return
		fi
	fi
	case $command$prev in
	run-s | test-s) _zpoline_words "$(_zpoline_scripts)"
		mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -X '!*.lua' -- "$cur")
		return ;;
	trace-e | top-e) _zpoline_words "$(_zpoline_calls)"; return ;;
	trace-S) _zpoline_words 'time calls errors name'; return ;;
	run-o | test-o | trace-o | top-o | trace-P | report-o)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	esac
	if [[ $cur == -* ]]; then
		_zpoline_words "$(_zpoline_options "$command")"
		return
	fi
	case $command in
	run | test | trace | top) mapfile -t COMPREPLY < <(compgen -c -- "$cur") ;;
	list) _zpoline_words "$(_zpoline_scripts)" ;;
	report) mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
	check) mapfile -t COMPREPLY < <(compgen -f -X '!*.lua' -- "$cur") ;;
	syscalls) _zpoline_words "$(_zpoline_calls)" ;;
	help) _zpoline_words 'run trace top list new check syscalls report doctor' ;;
	esac
}

complete -o bashdefault -F _zpoline zpoline
