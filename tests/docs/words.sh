#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The words of the pages for users: each word in italics in the glossary has an entry
# there, words of our own that were given up do not come back, and programs are started
# by zpoline run, but for the section on the loader's variables and what it points to.
. "$(dirname "$0")/../lib.sh"

cd "$root" || exit 1
sed -n 's/^| \([^|]*\) | .*/\1/p' docs/glossary.md | tail -n +2 |
	sed 's/, /\n/g; s/`//g' | tr '[:upper:]' '[:lower:]' | sort >"$tmp/entries"
[ "$(wc -l <"$tmp/entries")" -gt 50 ] || fail "the glossary has too few entries"
[ -z "$(uniq -d "$tmp/entries")" ] || fail "two entries: $(uniq -d "$tmp/entries")"
# shellcheck disable=SC2016 # code spans
sed -n '/^| /s/`[^`]*`//gp' docs/glossary.md | grep -o '\*[^*]*\*' |
	tr -d '*' | tr '[:upper:]' '[:lower:]' |
	sort -u | while read -r word; do
	grep -qxF -e "$word" -e "${word%s}" -e "${word%e[sd]}" "$tmp/entries" || echo "$word"
done >"$tmp/missing"
[ ! -s "$tmp/missing" ] || fail "the glossary has no entry for: $(cat "$tmp/missing")"

set -- README.md SECURITY.md CONTRIBUTING.md man/zpoline.1 typings/*.lua scripts/*.lua
for page in docs/*.md; do
	case $page in
	docs/internals.md) ;; # its own words, which it defines
	*) set -- "$@" "$page" ;;
	esac
done
! grep -nE '\b(the net|nobody asked|no net)\b' "$@" || fail "a word that was given up"

# api.md has the section, troubleshooting.md what goes wrong without the command.
for page; do
	case $page in
	docs/api.md | docs/troubleshooting.md) continue ;;
	esac
	! grep -n '^    \$ .*LD_PRELOAD=' "$page" || fail "$page: not by zpoline run"
done
