#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# layers LIBRARY_OBJECT... -- COMMAND_OBJECT...
# Includes and calls go down the rooms (the file rooms has them, and the exceptions), and
# no more than three files of a room lead to each other;
# docs/internals.md shows the same list, and each room has a README.md.
set -u
export LC_ALL=C
for tool in nm awk; do
	command -v "$tool" >/dev/null || { echo "SKIP: $tool is not installed"; exit 77; }
done
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
root=$(CDPATH='' cd "$here/../.." && pwd)
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
status=0
wrong() {
	echo "FAIL: $*"
	status=1
}
[ $# -gt 0 ] || { echo "FAIL: no objects: ctest -R lint.layers"; exit 1; }

grep -v '^#' "$here/rooms" | grep . >"$tmp/lines"
grep -v ' > ' "$tmp/lines" >"$tmp/rooms"
grep ' > ' "$tmp/lines" >"$tmp/exceptions"

sed -n '/^## Rooms$/,/^## [^R]/s/^    \([a-z].*\)/\1/p' "$root/docs/internals.md" |
	sed '/^$/d' >"$tmp/shown"
diff "$tmp/rooms" "$tmp/shown" || wrong "docs/internals.md shows other rooms (>) than tests/lint/rooms"

cd "$root" || exit 1
# Each folder is a room, with a line in the list and a word of its own.
find src bindings \( -name '*.[chS]' -o -name '*.inc' \) ! -path '*/CMakeFiles/*' | sort >"$tmp/files"
sed 's|/[^/]*$||; s|^src/||' "$tmp/files" | sort -u >"$tmp/folders"
sed 's/ .*//' "$tmp/rooms" | sort >"$tmp/named"
diff "$tmp/named" "$tmp/folders" || wrong "rooms that are named (<) and that there are (>) differ"
while read -r room _; do
	folder=src/$room
	case $room in bindings/*) folder=$room ;; esac
	[ -s "$folder/README.md" ] || wrong "$folder/README.md: what is it for, who may call it, what may it not do?"
	files=$(find "$folder" -maxdepth 1 -name '*.[cS]' -o -maxdepth 1 -name '*.h' | sed 's/\.[^.]*$//' | sort -u | wc -l)
	[ "$files" -le 15 ] || wrong "$folder has $files files"
done <"$tmp/rooms"

# uses: "include FILE FILE" and "call FILE FILE NAME".
xargs grep -H '^#[[:space:]]*include "' <"$tmp/files" |
	sed 's/:[^"]*"/ /; s/".*//; s/^/include /' >"$tmp/uses"
cut -d ' ' -f 3 "$tmp/uses" | sort -u >"$tmp/headers"
while read -r header; do
	[ -e "src/$header" ] || [ -e "$header" ] || [ -e "include/$header" ] ||
		wrong "$header is included, which is no file of a room"
done <"$tmp/headers"

# calls: of the objects of one program, named as their sources are from the root.
calls() {
	sed -E 's,.*/((src|bindings)(/cli)?)/CMakeFiles/[^/]*\.dir/(\./)?,\1/,
		s,src/cli/__/,src/,; s,bindings/__/,,; s,\.o$,,' "$1" >"$tmp/sources"
	exec 3<"$1"
	while read -r source; do
		read -r object <&3
		echo "object $source"
		nm "$object"
	done <"$tmp/sources" | awk '
	$1 == "object" { file = $2; next }
	NF == 2 { undefined[file " " $2]; next }
	$2 ~ /[A-Z]/ { defined[$3] = file }
	END {
		for (use in undefined) {
			split(use, part, " ")
			if (part[2] in defined && defined[part[2]] != part[1])
				print "call", part[1], defined[part[2]], part[2]
		}
	}'
	exec 3<&-
}
while [ $# -gt 0 ] && [ "$1" != -- ]; do
	printf '%s\n' "$1"
	shift
done >"$tmp/library"
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || wrong "no objects of the command"
calls "$tmp/library" >"$tmp/calls"
printf '%s\n' "$@" >"$tmp/command"
calls "$tmp/command" >>"$tmp/calls"
[ "$(wc -l <"$tmp/calls")" -gt 1000 ] || wrong "the objects call nothing of each other?"
cat "$tmp/calls" >>"$tmp/uses"

# The files of bindings/ and of the command use each other in no circle, inside a room either.
sed 's/\.[chS]\( \|$\)/ /g' "$tmp/uses" |
	awk '$2 != $3 && $2 ~ /^(bindings|src\/cli)\// && $3 ~ /^(bindings|src\/cli|cli)\// {
		sub(/^src\//, "", $2)
		sub(/^src\//, "", $3)
		if ($2 != $3)
			print $2, $3
	}' | sort -u >"$tmp/pairs"
[ "$(wc -l <"$tmp/pairs")" -gt 200 ] || wrong "bindings/ and the command use few files"
tsort "$tmp/pairs" 2>"$tmp/circle" >"$tmp/sorted" ||
	wrong "a circle: $(sed 's/^tsort: //' "$tmp/circle" | tr '\n' ' ')"

# Generated files are in no room: tables, and what is read into the library.
awk -v rooms="$tmp/rooms" -v exceptions="$tmp/exceptions" '
function room(file) { sub(/\/[^\/]*$/, "", file); return file }
function stem(file) { sub(/\.[^.\/]*$/, "", file); return file }
function pattern(glob) {
	gsub(/\./, "\\.", glob)
	gsub(/\*/, ".*", glob)
	return "^" glob "$"
}
function excepted(from, to, name,    i) { # name: "" for an include
	for (i = 1; i <= count; i++)
		if (stem(from) ~ From[i] && stem(to) ~ To[i] &&
		    (Names[i] == "" || (name != "" && index(Names[i], " " name " ")))) {
			used[i] = 1
			return 1
		}
	return 0
}
BEGIN {
	while ((getline line < rooms) > 0) {
		split(line, part, " ")
		level[part[1]] = --lowest
	}
	while ((getline line < exceptions) > 0) {
		count++
		Text[count] = line
		at = index(line, ":")
		rule = substr(line, 1, at - 1)
		n = split(rule, part, " ")
		From[count] = pattern(part[1])
		To[count] = pattern(part[3])
		for (i = 4; i <= n; i++)
			Names[count] = (i == 4 ? " " : Names[count]) part[i] " "
		if (!at || part[2] != ">" || length(substr(line, at)) < 8) {
			print "FAIL: not an exception: " line
			failed = 1
		}
	}
}
{
	from = $2
	to = $3
	sub(/^src\//, "", from)
	sub(/^src\//, "", to)
	below = room(to)
	above = room(from)
	if (!(above in level) || !(below in level))
		next # zpoline.h, what is generated
	seen++
	if (above ~ /^cli/ && below !~ /^(cli\/|inject$|tables$)/) {
		print "FAIL: " from ": the command takes tables and inject only of the library: " to
		failed = 1
	}
	if ($1 == "include" && above ~ /^bindings/ && below !~ /^(bindings\/|tables$|decode)/ && to != "hooks/hook.h") {
		print "FAIL: " from " includes " to ": bindings/ sees hooks/hook.h and decode/ of the core"
		failed = 1
	}
	if (level[below] > level[above] && !excepted(from, to, $4)) {
		print "FAIL: up: " from ($1 == "call" ? " calls " : " includes ") to " " $4
		failed = 1
	}
	if (above == below && stem(from) != stem(to) && !excepted(from, to, $4)) {
		members[above] = members[above] (known[stem(from)]++ ? "" : " " stem(from)) \
			(known[stem(to)]++ ? "" : " " stem(to))
		leads[stem(from), stem(to)] = 1
	}
}
# Which files of a room lead to each other. Between rooms nothing leads up.
function find_circles(of,    n, name, i, j, k, circle, size) {
	n = split(members[of], name, " ")
	for (k = 1; k <= n; k++)
		for (i = 1; i <= n; i++)
			for (j = 1; j <= n; j++)
				if ((name[i], name[k]) in leads && (name[k], name[j]) in leads)
					leads[name[i], name[j]] = 1
	for (i = 1; i <= n; i++) {
		if (told[name[i]])
			continue
		circle = name[i]
		size = 1
		for (j = 1; j <= n; j++)
			if (i != j && (name[i], name[j]) in leads && (name[j], name[i]) in leads) {
				circle = circle " " name[j]
				told[name[j]] = 1
				size++
			}
		if (size > 3) {
			print "FAIL: a circle of " size ": " circle
			failed = 1
		}
	}
}
END {
	for (i = 1; i <= count; i++)
		if (!used[i]) {
			print "FAIL: no such exception is needed: " Text[i]
			failed = 1
		}
	for (room_name in members)
		find_circles(room_name)
	if (seen < 1000) {
		print "FAIL: " seen + 0 " uses only"
		failed = 1
	}
	exit failed
}' "$tmp/uses" || status=1

# The core knows nothing of Lua.
grep -n '#[[:space:]]*include <.*lua' -r src --include='*.[chS]' && wrong "src/ knows Lua"
exit $status
