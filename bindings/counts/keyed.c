/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Reads by what is counted, and what is summed. */
#include "bindings/counts/keyed.h"

#include <lauxlib.h>
#include <string.h>

#include "tables/tables.h"

#define CELLS_MANY 1024
#define HISTOGRAMS_MANY 256
#define MAX 65536
#define NO_PLACE 7

/* Rows, so that threads do not meet: histograms are larger. */
#define ROWS 16
#define ROWS_OF_HISTOGRAMS 4

/* Bytes that are reserved for each key. */
#define TEXT_OF_NUMBER 16
#define TEXT_OF_STRING 80
#define TEXT_OF_STACK 256

/* --- options ---------------------------------------------------------------
 */

/* Is the word one of those, which are parted by blanks? */
static int is_among(const char *word, const char *words)
{
	size_t n = strlen(word);

	for (const char *p = words; (p = strstr(p, word)); p += n)
		if ((p == words || p[-1] == ' ') && (p[n] == ' ' || !p[n]))
			return n > 0;
	return 0;
}

int keyed_is_wanted(lua_State *L, int index, const char *who, const char *known)
{
	int wanted = 0;

	if (lua_isnoneornil(L, index))
		return 0;
	luaL_checktype(L, index, LUA_TTABLE);
	lua_pushnil(L);
	while (lua_next(L, index)) {
		const char *key = lua_type(L, -2) == LUA_TSTRING
					  ? lua_tostring(L, -2)
					  : luaL_typename(L, -2);

		if (!is_among(key, known))
			luaL_error(L, "%s: unknown option '%s' (known are: %s)",
				   who, key, known);
		wanted |= is_among(key, "by sum");
		lua_pop(L, 1);
	}
	return wanted;
}

uint32_t keyed_read_max(lua_State *L, int index, const char *who,
			uint32_t otherwise)
{
	lua_Integer n;
	int is_integer;

	if (lua_isnoneornil(L, index) ||
	    lua_getfield(L, index, "max") == LUA_TNIL)
		return otherwise;
	n = lua_tointegerx(L, -1, &is_integer);
	if (!is_integer || lua_type(L, -1) != LUA_TNUMBER || n < 1 || n > MAX)
		luaL_error(L, "%s: max is a number of cells, from 1 to %d", who,
			   MAX);
	lua_pop(L, 1);
	return (uint32_t)n;
}

/* --- what calls have -------------------------------------------------------
 */

static int is_selected(const struct selection *s, long nr)
{
	return s->numbers[nr / 64] >> (nr % 64) & 1;
}

static int has_use(const struct tables_syscall *call, int i,
		   enum tables_use use)
{
	return tables_role(call, i).use == use;
}

/* Words for the first argument of a sort. Of a pipe's descriptor it is known at
 * the call which end it is. */
static const struct sort {
	const char *word;
	enum tables_use use;
	uint8_t pipe;
} sorts[] = {
	{"fd", TABLES_NO_ROLE, 0}, /* any descriptor */
	{"path", TABLES_PATH, 0},
	{"from", TABLES_FROM, HOOK_BY_PIPE_FROM},
	{"to", TABLES_TO, HOOK_BY_PIPE_TO},
};

static const struct sort *find_sort(const char *word)
{
	for (size_t i = 0; i < sizeof(sorts) / sizeof(sorts[0]); i++)
		if (strcmp(sorts[i].word, word) == 0)
			return &sorts[i];
	return NULL;
}

/* Its place, with what is to be looked at; -1: there is none. */
static int find_sorted(long nr, const struct tables_syscall *call,
		       const struct sort *sort)
{
	for (int i = 0; i < call->nargs; i++) {
		enum tables_use use = tables_role(call, i).use;

		if (sort->use ? use == sort->use : hook_is_descriptor(nr, i))
			return i;
		if (sort->pipe && use == TABLES_PIPE)
			return i | sort->pipe;
	}
	return -1;
}

static void drop_number(struct selection *s, long nr)
{
	s->numbers[nr / 64] &= ~((uint64_t)1 << nr % 64);
}

/* Numbers of no calls, which are part of "*". */
static void drop_unknown(struct selection *s)
{
	struct tables_syscall call;

	for (long nr = 0; nr < HOOK_INDICES; nr++)
		if (nr > tables_syscall_max() || tables_syscall(nr, &call))
			drop_number(s, nr);
}

static enum hook_width width_at(long nr, int i)
{
	switch (tables_widths(nr) >> 2 * i & 3) {
	case TABLES_INT:
		return HOOK_INT;
	case TABLES_UNSIGNED:
		return HOOK_UNSIGNED;
	default:
		return HOOK_64;
	}
}

static int is_string(const struct tables_syscall *call, int i)
{
	return strstr(call->type[i], "const char *") ||
	       has_use(call, i, TABLES_PATH);
}

/* How an argument of that name is found in each of the calls; those of a class
 * that have none are not counted. */
static void find_places(lua_State *L, const char *who, const char *word,
			struct selection *selection, struct hook_by_part *part)
{
	const struct sort *sort = find_sort(word);
	int found = 0;

	for (long nr = 0; nr <= tables_syscall_max(); nr++) {
		struct tables_syscall call;
		int i = tables_syscall_arg(nr, word), text;

		if (!is_selected(selection, nr) || tables_syscall(nr, &call))
			continue;
		if (sort && i < 0)
			i = find_sorted(nr, &call, sort);
		if (i < 0 && selection->exact)
			luaL_error(L,
				   "%s: '%s' has no argument '%s' to count by",
				   who, call.name, word);
		text = i >= 0 && is_string(&call, i & HOOK_BY_PLACE);
		if (!found && i >= 0)
			part->by = text ? HOOK_BY_STRING : HOOK_BY_NUMBER;
		if (i < 0 || text != (part->by == HOOK_BY_STRING)) {
			drop_number(selection, nr);
			continue;
		}
		found = 1;
		part->places[nr] = (uint8_t)(i | width_at(nr, i & HOOK_BY_PLACE)
							 << HOOK_BY_WIDTH);
	}
	drop_unknown(selection);
	if (!found)
		luaL_error(L,
			   "%s: no call has an argument '%s' to count by "
			   "(comm, errno, fd, from, made, path, ret, stack, "
			   "syscall, tid and to are known besides)",
			   who, word);
}

/* Those calls are left that make descriptors. */
static void select_makers(lua_State *L, const char *who,
			  struct selection *selection)
{
	int some = 0;

	for (long nr = 0; nr < HOOK_INDICES; nr++) {
		const char *name = tables_syscall_name(nr);

		if (!is_selected(selection, nr))
			continue;
		if (hook_makes_descriptor(nr))
			some = 1;
		else if (selection->exact && name)
			luaL_error(L,
				   "%s: '%s' makes no descriptors to count by",
				   who, name);
		else
			drop_number(selection, nr);
	}
	if (!some)
		luaL_error(L, "%s: no call makes descriptors to count by", who);
}

static int all_have(const struct selection *selection, const char *name)
{
	for (long nr = 0; selection->exact && nr <= tables_syscall_max(); nr++)
		if (is_selected(selection, nr) &&
		    tables_syscall_arg(nr, name) < 0)
			return 0;
	return selection->exact;
}

/* --- by --------------------------------------------------------------------
 */

static const struct {
	const char *name;
	enum hook_by by;
} words[] = {
	{"comm", HOOK_BY_COMM},	  {"errno", HOOK_BY_ERRNO},
	{"made", HOOK_BY_MADE},	  {"ret", HOOK_BY_RET},
	{"stack", HOOK_BY_STACK}, {"syscall", HOOK_BY_SYSCALL},
	{"tid", HOOK_BY_TID},
};

/* The word on top. */
static void read_part(lua_State *L, const char *who,
		      struct selection *selection, struct hook_keyed *keyed)
{
	struct hook_by_part *part = &keyed->part[keyed->parts];
	const char *word;

	if (lua_type(L, -1) != LUA_TSTRING)
		luaL_error(L, "%s: by is a word, or a list of words", who);
	if (keyed->parts == HOOK_BYS)
		luaL_error(L, "%s: by has at most %d words", who, HOOK_BYS);
	keyed->parts++;
	word = lua_tostring(L, -1);
	memset(part, HOOK_NO_ARGUMENT, sizeof(*part));
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].name, word) == 0 &&
		    !all_have(selection, word)) {
			part->by = (uint8_t)words[i].by;
			if (part->by == HOOK_BY_MADE) {
				keyed->made = 1;
				select_makers(L, who, selection);
			}
			return;
		}
	find_places(L, who, word, selection, part);
}

/* The word or list on top. */
static void read_by(lua_State *L, const char *who, struct selection *selection,
		    struct hook_keyed *keyed)
{
	if (!lua_istable(L, -1)) {
		read_part(L, who, selection, keyed);
		return;
	}
	for (lua_Integer i = 1; lua_geti(L, -1, i) != LUA_TNIL; i++) {
		read_part(L, who, selection, keyed);
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
	if (!keyed->parts)
		luaL_error(L, "%s: by is a word, or a list of words", who);
}

/* --- sum -------------------------------------------------------------------
 */

/* How the call tells how many bytes it has moved. */
static uint8_t find_moved(long nr)
{
	int form = HOOK_MOVED_NONE, place = 0, peeks = NO_PLACE, to = 0;
	struct tables_syscall call;

	if (tables_syscall(nr, &call) != 0)
		return NO_PLACE << HOOK_MOVED_PEEKS;
	for (int i = 0; i < call.nargs; i++) {
		enum tables_use use = tables_role(&call, i).use;

		to |= use == TABLES_TO;
		if (use == TABLES_PEEKS)
			peeks = i;
		if (use == TABLES_LENGTH || use == TABLES_VECTOR ||
		    use == TABLES_MESSAGE || (use == TABLES_WHOLE && !to))
			form = HOOK_MOVED_RET;
		else if (use == TABLES_WHOLE)
			form = HOOK_MOVED_WHOLE, place = i;
		else if (use == TABLES_MESSAGES)
			form = HOOK_MOVED_MESSAGES, place = i;
	}
	return (uint8_t)(form | place << HOOK_MOVED_PLACE |
			 peeks << HOOK_MOVED_PEEKS);
}

static void read_sum_word(lua_State *L, const char *who,
			  struct hook_keyed *keyed, struct keyed_needs *needs)
{
	const char *word = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1)
							  : "";

	needs->result = 1;
	if (strcmp(word, "took") == 0)
		needs->timed = 1;
	else if (strcmp(word, "ret") == 0)
		keyed->sum = HOOK_SUM_RET;
	else if (strcmp(word, "bytes") == 0)
		keyed->sum = HOOK_SUM_BYTES;
	else
		luaL_error(L,
			   "%s: sum is \"ret\", \"bytes\" or \"took\", or a "
			   "list of these, not '%s'",
			   who, luaL_tolstring(L, -1, NULL));
}

/* The word or list on top. */
static void read_sum(lua_State *L, const char *who, struct hook_keyed *keyed,
		     struct keyed_needs *needs)
{
	if (!lua_istable(L, -1)) {
		read_sum_word(L, who, keyed, needs);
	} else {
		for (lua_Integer i = 1; lua_geti(L, -1, i) != LUA_TNIL; i++) {
			read_sum_word(L, who, keyed, needs);
			lua_pop(L, 1);
		}
		lua_pop(L, 1);
	}
	for (long nr = 0; keyed->sum == HOOK_SUM_BYTES && nr < HOOK_PLACES;
	     nr++)
		keyed->moved[nr] = find_moved(nr);
}

/* --- the whole -------------------------------------------------------------
 */

static uint32_t text_of_key(const struct hook_keyed *keyed)
{
	uint32_t n = keyed->parts ? 0 : TEXT_OF_NUMBER;

	for (size_t i = 0; i < keyed->parts; i++)
		switch (keyed->part[i].by) {
		case HOOK_BY_STRING:
		case HOOK_BY_COMM:
			n += TEXT_OF_STRING;
			break;
		case HOOK_BY_STACK:
			n += TEXT_OF_STACK;
			break;
		default:
			n += TEXT_OF_NUMBER;
		}
	return n;
}

static uint8_t read_frames(lua_State *L, int index, const char *who)
{
	lua_Integer n;

	lua_getfield(L, index, "frames");
	n = lua_isnil(L, -1)	   ? HOOK_STACK_FRAMES
	    : lua_isinteger(L, -1) ? lua_tointeger(L, -1)
				   : 0;
	if (n < 1 || n > HOOK_STACK_FRAMES)
		luaL_error(L, "%s: frames is a number from 1 to %d", who,
			   HOOK_STACK_FRAMES);
	lua_pop(L, 1);
	return (uint8_t)n;
}

static void read_last(lua_State *L, int index, const char *who,
		      struct hook_keyed *keyed)
{
	int type = lua_getfield(L, index, "last");

	if (type == LUA_TSTRING && strcmp(lua_tostring(L, -1), "stack") == 0)
		keyed->last = HOOK_LAST_STACK;
	else if (type == LUA_TBOOLEAN)
		keyed->last = lua_toboolean(L, -1) ? HOOK_LAST_CALL
						   : HOOK_LAST_NOTHING;
	else if (type != LUA_TNIL)
		luaL_error(L, "%s: last is true, false or 'stack', not '%s'",
			   who, luaL_tolstring(L, -1, NULL));
	lua_pop(L, 1);
	if (keyed->last && !keyed->parts)
		luaL_error(L, "%s: last is of a key. Remedy: add by=", who);
	if (keyed->last)
		keyed->shape.kept =
			HOOK_LAST_WORDS +
			(keyed->last == HOOK_LAST_STACK ? keyed->frames : 0u);
}

void keyed_read(lua_State *L, int index, const char *who,
		struct selection *selection, int histogram,
		struct hook_keyed *keyed, struct keyed_needs *needs)
{
	/* all bytes: rules are compared by them */
	memset(keyed, 0, sizeof(*keyed));
	*needs = (struct keyed_needs){.result = histogram, .timed = histogram};
	if (lua_getfield(L, index, "by") != LUA_TNIL)
		read_by(L, who, selection, keyed);
	lua_pop(L, 1);
	if (lua_getfield(L, index, "sum") != LUA_TNIL)
		read_sum(L, who, keyed, needs);
	lua_pop(L, 1);
	for (size_t i = 0; i < keyed->parts; i++) {
		enum hook_by by = (enum hook_by)keyed->part[i].by;

		needs->result |= by == HOOK_BY_ERRNO || by == HOOK_BY_RET ||
				 by == HOOK_BY_STACK || by == HOOK_BY_MADE;
		needs->stacks |= by == HOOK_BY_STACK;
	}
	keyed->frames = read_frames(L, index, who);
	read_last(L, index, who, keyed);
	needs->stacks |= keyed->last == HOOK_LAST_STACK;
	needs->result |= needs->stacks;
	keyed->shape.keys = keyed_read_max(
		L, index, who, histogram ? HISTOGRAMS_MANY : CELLS_MANY);
	keyed->shape.text = keyed->shape.keys * text_of_key(keyed);
	keyed->shape.rows = histogram ? ROWS_OF_HISTOGRAMS : ROWS;
	keyed->shape.histograms = histogram != 0;
}
