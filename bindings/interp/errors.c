/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The Lua state: its start, its threads' levels, its messages.
 */
#include "bindings/interp/interp.h"

#include <string.h>

/* --- messages ---------------------------------------------------------- */

struct line {
	size_t n;
	char text[8192];
};

static void add(struct line *line, const char *text, size_t length)
{
	size_t room = sizeof(line->text) - 1 - line->n;

	if (length > room)
		length = room;
	memcpy(line->text + line->n, text, length);
	line->n += length;
}

void interp_say_parts(const char *const *parts)
{
	struct line line = {.n = 0};

	add(&line, "zpoline: ", 9);
	for (; *parts; parts++)
		add(&line, *parts, strlen(*parts));
	line.text[line.n++] = '\n';
	hook_log(line.text, line.n);
}

void interp_report(lua_State *L)
{
	struct line line = {.n = 0};
	size_t length = 0;
	const char *message = lua_tolstring(L, -1, &length);

	add(&line, "zpoline: ", 9);
	add(&line, message, length); /* zeros among them */
	line.text[line.n++] = '\n';
	hook_log(line.text, line.n);
	lua_pop(L, 1);
}

void interp_report_error(lua_State *L, int status)
{
	if (status == LUA_ERRMEM) {
		interp_say(INTERP_NO_MEMORY);
		lua_pop(L, 1);
	} else {
		interp_report(L);
	}
}

const char *interp_message(lua_State *L, int status)
{
	const char *message = status == LUA_ERRMEM ? NULL : lua_tostring(L, -1);

	return message ? message : INTERP_NO_MEMORY;
}

/* Does the message begin with "hook.lua:3: "? */
static int has_position(const char *message)
{
	size_t n = strcspn(message, ":\n");

	while (message[n] == ':') {
		size_t digits = strspn(message + n + 1, "0123456789");

		if (digits && message[n + 1 + digits] == ':')
			return 1;
		n += 1 + strcspn(message + n + 1, ":\n");
	}
	return 0;
}

/* Push "hook.lua:3: ", the script's line that led to the error: the innermost
 * one in a file. */
static void push_position(lua_State *L)
{
	lua_Debug where;

	for (int level = 1; lua_getstack(L, level, &where); level++)
		if (lua_getinfo(L, "Sl", &where) && where.currentline > 0 &&
		    where.source[0] == '@') {
			lua_pushfstring(L, "%s:%d: ", where.short_src,
					where.currentline);
			return;
		}
	lua_pushliteral(L, "");
}

static int to_text(lua_State *L)
{
	luaL_tolstring(L, 1, NULL);
	return 1;
}

/* The error at 1 as text. Of an object only its own __tostring says more than
 * what it is, and that may fail. */
static const char *push_text(lua_State *L)
{
	if (lua_isstring(L, 1)) {
		lua_pushvalue(L, 1);
		return lua_tostring(L, -1);
	}
	if (luaL_getmetafield(L, 1, "__tostring") != LUA_TNIL) {
		lua_pop(L, 1);
		lua_pushcfunction(L, to_text);
		lua_pushvalue(L, 1);
		if (lua_pcall(L, 1, 1, 0) == LUA_OK)
			return lua_tostring(L, -1);
		lua_pop(L, 1);
	}
	return lua_pushfstring(L, "an error that is not text but a %s value",
			       luaL_typename(L, 1));
}

/* Raised by zpoline.args.fail(): whoever started the script has made a mistake,
 * and where in the script that was found is no help. */
static int is_mistake(lua_State *L)
{
	int is = luaL_getmetafield(L, 1, "__name") == LUA_TSTRING &&
		 strcmp(lua_tostring(L, -1), "zpoline.mistake") == 0;

	lua_settop(L, 1);
	return is;
}

/* The first level that tells of a script: an error that one of our own modules
 * raises of what it was given is told from there on, one in a module ("zpoline.
 * path:12: ...") from the innermost. */
static int first_told(lua_State *L, const char *message)
{
	int is_inside = strncmp(message, "zpoline.", 8) == 0, ours = 0;
	lua_Debug where;

	for (int level = 1; !is_inside && lua_getstack(L, level, &where);
	     level++) {
		lua_getinfo(L, "S", &where);
		if (where.source[0] == '@')
			return ours ? level : 1;
		ours |= *where.what != 'C';
	}
	return 1;
}

static int message_handler(lua_State *L)
{
	const char *message;
	int level;

	if (is_mistake(L)) {
		push_text(L);
		return 1;
	}
	message = push_text(L);
	level = first_told(L, message);
	if (!has_position(message)) {
		push_position(L);
		lua_insert(L, -2);
		lua_concat(L, 2);
	}
	lua_pushliteral(L, "\n");
	luaL_traceback(L, L, NULL, level);
	lua_concat(L, 3);
	return 1;
}

/* The error of a finalizer, which each object of a kind may have: said once in
 * a row. */
static int is_repeated(struct warning *w)
{
	if (strncmp(w->text, "error in ", 9) != 0)
		return 0;
	if (strcmp(w->text, w->before) == 0)
		return 1;
	memcpy(w->before, w->text, sizeof(w->before));
	return 0;
}

/* Lua's warnings, in pieces: what warn() is given, and the errors of
 * finalizers. */
static void warning(void *ud, const char *piece, int more)
{
	struct warning *w = ud;
	size_t n = strlen(piece), room = sizeof(w->text) - 1 - w->length;

	if (n > room)
		n = room;
	memcpy(w->text + w->length, piece, n);
	w->length += n;
	if (more)
		return;
	w->text[w->length] = '\0';
	w->length = 0;
	if (w->text[0] == '@' || is_repeated(w)) /* "@on" is for Lua's own */
		return;
	interp_say("warning: ", w->text);
}

/* Lua gave up outside any handler: no memory for the interpreter itself. */
static int panic(lua_State *L)
{
	const char *message = lua_tostring(L, -1);

	interp_say("the interpreter stopped: ", message ? message : "");
	hook_abort();
}

int interp_method(lua_State *L, const luaL_Reg *methods, const char *name)
{
	for (const luaL_Reg *m = methods; m->name; m++)
		if (strcmp(m->name, name) == 0) {
			lua_pushcfunction(L, m->func);
			return 1;
		}
	return 0;
}

void *interp_take(lua_State *L, lua_CFunction taker)
{
	struct interp *in = interp_of(L);

	if (in->taker != taker)
		luaL_error(L, "this function is not for scripts");
	in->taker = NULL;
	return in->given;
}

/* --- levels ------------------------------------------------------------ */

void interp_fill_slots(struct level *level)
{
	lua_State *L = level->L;

	lua_settop(L, 0);
	lua_rawgeti(L, LUA_REGISTRYINDEX, level->in->handler);
	lua_rawgeti(L, LUA_REGISTRYINDEX, level->ref);
}

/* Runs protected: a new coroutine and its regs, into level. */
static int fill_level(lua_State *L)
{
	struct level *level = interp_take(L, fill_level);
	lua_State *co = lua_newthread(L);

	level->regs = regs_new(L);
	level->regs->level = level;
	lua_insert(L, -2);
	lua_setiuservalue(L, -2, REGS_THREAD);
	level->ref = luaL_ref(L, LUA_REGISTRYINDEX);
	level->L = co;
	level->busy = 0;
	level->data_used = 0;
	level->barred = 0;
	level->in = interp_of(L);
	level->serial = level->in->serial;
	interp_fill_slots(level);
	return 0;
}

static int fill(struct interp *in, struct level *level)
{
	lua_State *L = in->L;

	interp_give(in, fill_level, level);
	lua_pushcfunction(L, fill_level);
	if (lua_pcall(L, 0, 0, 0) == LUA_OK)
		return 0;
	lua_pop(L, 1);
	if (!in->told)
		interp_say("calls of a thread are not hooked: ",
			   INTERP_NO_MEMORY);
	in->told = 1;
	return -1;
}

static struct level *make_level(struct interp *in, struct call *call)
{
	struct level *level = alloc_common(sizeof(*level));

	if (!level)
		return NULL;
	*level = (struct level){.ref = LUA_NOREF};
	if (fill(in, level)) {
		alloc_common_free(level, sizeof(*level));
		return NULL;
	}
	*call->level = level;
	return level;
}

/* Its last handler never returned (an exec in a vfork child, a thread that
 * ended inside regs:call()): the coroutine is in no state to go on. Or it is in
 * another state, that of a thread before this one or of scripts before these.
 */
static struct level *renew_level(struct interp *in, struct level *level)
{
	if (states_exist(level->in, level->serial)) {
		struct interp *before = level->in;

		level->regs->call = NULL;
		luaL_unref(before->L, LUA_REGISTRYINDEX, level->ref);
		level->data_used = 0; /* it went with the coroutine */
		if (level->owner)
			hooks_finish(level); /* before may go with it */
	}
	level->chain = NULL;
	level->owner = NULL;
	level->serial = 0;
	return fill(in, level) ? NULL : level;
}

__attribute__((cold)) struct level *interp_make_level(struct interp *in,
						      struct call *call)
{
	struct level *level = *call->level;

	return level ? renew_level(in, level) : make_level(in, call);
}

/* --- a new state, events ----------------------------------------------- */

static const luaL_Reg libraries[] = {
	{LUA_GNAME, luaopen_base},	 {LUA_COLIBNAME, luaopen_coroutine},
	{LUA_TABLIBNAME, luaopen_table}, {LUA_STRLIBNAME, luaopen_string},
	{LUA_MATHLIBNAME, luaopen_math}, {LUA_UTF8LIBNAME, luaopen_utf8},
	{LUA_DBLIBNAME, debug_open},	 {NULL, NULL},
};

#define REFERENCES 16

/* Tables that Lua would make, and let grow name by name. */
static void make_room(lua_State *L)
{
	lua_createtable(L, 0, 40);
	lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
	lua_createtable(L, 0, 8);
	lua_setfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
}

/* References that handlers are to get stand in the registry's array: those that
 * come later would be among its names, until it grows. */
static void make_references(lua_State *L)
{
	int first = 0, last = 0;

	for (int i = 0; i < REFERENCES; i++) {
		lua_pushboolean(L, 1);
		last = luaL_ref(L, LUA_REGISTRYINDEX);
		first = first ? first : last;
	}
	for (int ref = last; ref >= first; ref--)
		luaL_unref(L, LUA_REGISTRYINDEX, ref);
}

/* A buffer of Lua's that has grown too large for the stack is an object there,
 * whose finalizer believes whoever calls it. */
#define BOX "_UBOX*"
static lua_CFunction empty_box;

static int check_box(lua_State *L)
{
	luaL_checkudata(L, 1, BOX);
	return empty_box(L);
}

static void guard_boxes(lua_State *L)
{
	luaL_Buffer b;

	luaL_buffinitsize(L, &b, LUAL_BUFFERSIZE + 1);
	luaL_pushresultsize(&b, 0);
	luaL_getmetatable(L, BOX);
	lua_getfield(L, -1, "__gc");
	empty_box = lua_tocfunction(L, -1);
	lua_pushcfunction(L, check_box);
	lua_setfield(L, -3, "__close");
	lua_pushcfunction(L, check_box);
	lua_setfield(L, -3, "__gc");
	lua_pop(L, 3);
}

static int open_all(lua_State *L)
{
	interp_take(L, open_all);
	make_room(L);
	for (const luaL_Reg *lib = libraries; lib->name; lib++) {
		luaL_requiref(L, lib->name, lib->func, 1);
		lua_pop(L, 1);
	}
	lua_pushcfunction(L, message_handler);
	interp_of(L)->handler = luaL_ref(L, LUA_REGISTRYINDEX);
	guard_boxes(L);
	regs_open(L);
	modules_open(L);
	zp_open(L);
	make_references(L);
	return 0;
}

int interp_open(lua_State *L)
{
	int err;

	lua_atpanic(L, panic);
	lua_setwarnf(L, warning, &interp_of(L)->warning);
	lua_gc(L, LUA_GCSTOP); /* there is no garbage yet */
	interp_give(interp_of(L), open_all, NULL);
	lua_pushcfunction(L, open_all);
	err = lua_pcall(L, 0, 0, 0);
	lua_gc(L, LUA_GCRESTART);
	/* and it is as if the collector had just found that out */
	lua_gc(L, LUA_GCSTEP, -lua_gc(L, LUA_GCCOUNT));
	return err;
}

struct event {
	struct call *call;
	enum hook_event event;
};

/* Runs protected in the level's coroutine. */
static int run_event(lua_State *L)
{
	const struct event *e = interp_take(L, run_event);
	enum hook_event event = e->event;

	zp_event(L, e->call, event);
	if (event == HOOK_EXIT)
		hooks_summary(L);
	return 0;
}

void hook_event(struct call *call, enum hook_event event)
{
	struct interp *in = states_of(call);
	struct level *level = in ? interp_level(in, call) : NULL;
	struct event given = {call, event};
	lua_State *L;
	int status;

	if (!level)
		return;
	if (event == HOOK_FORK)
		states_after_fork(call);
	L = level->L;
	interp_check_slots(level);
	level->busy = 1;
	in->current = level;
	limits_begin(level, L);
	interp_give(in, run_event, &given);
	lua_pushcfunction(L, run_event);
	status = lua_pcall(L, 0, 0, SLOT_HANDLER);
	if (status != LUA_OK)
		interp_report_error(L, status);
	in->current = NULL;
	level->busy = 0;
}
