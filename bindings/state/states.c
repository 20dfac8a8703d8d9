/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Which state a call's handlers run in: the process's, or their thread's, made
 * at its first hooked call. A changed script becomes a new state, and if it
 * loads that takes the old one's place; calls under way end in the state that
 * they began in.
 */
#include <string.h>

#include "bindings/interp/interp.h"

static struct hook_config config; /* with copies of its strings */
static int own;			  /* each thread has its own */
static int starting;
struct interp *states_shared; /* if not */
static int lost;	      /* see hook_lost() */
static struct interp *first;  /* all there are */
static uint64_t serials;
/* Of the scripts in force, and of those that were last tried. */
static uint32_t generation, newest;

/* What a thread has in its slot that has no state, for it could not be made. */
static struct interp none;

/* --- making ------------------------------------------------------------------
 */

static void unlink(const struct interp *in)
{
	struct interp **at = &first;

	hook_lock();
	while (*at && *at != in)
		at = &(*at)->next;
	if (*at)
		*at = in->next;
	hook_unlock();
}

static void enlist(struct interp *in)
{
	hook_lock();
	in->serial = ++serials;
	in->next = first;
	first = in;
	hook_unlock();
}

void states_destroy(struct interp *in)
{
	shared_rules_give_up(in);
	for (struct hook *h = in->first; h; h = h->next)
		failures_account(h);
	unlink(in);
	lua_close(in->L);
	shared_rules_give_up(in); /* what finalizers have asked for */
	alloc_release(&in->heap);
	hook_unmap(in, sizeof(*in));
}

/* It may be in the middle of anything: its memory is all that is taken back. */
static void abandon(struct interp *in)
{
	shared_rules_give_up(in);
	unlink(in);
	alloc_release(&in->heap);
	hook_unmap(in, sizeof(*in));
}

/* A state of that thread's. */
static struct interp *find_of(void **slot)
{
	struct interp *in;

	hook_lock();
	in = own ? first : NULL;
	while (in && in->slot != slot)
		in = in->next;
	hook_unlock();
	return in;
}

/* Of a thread before this one, which could not be told of its end: there was a
 * seccomp filter, or it ended in a handler. */
static void clear_slot(void **slot)
{
	struct interp *in;

	while ((in = find_of(slot)))
		if (in->current || in->loading)
			abandon(in);
		else
			states_destroy(in);
}

static struct interp *create(uint32_t of, void **slot)
{
	struct interp *in = hook_map(sizeof(*in));

	if (!in)
		return NULL;
	in->is_open = state_clone_open(in);
	if (!in->is_open) {
		in->heap.limit = (size_t)256 * MEBIBYTE;
		in->abort_on_error = config.abort_on_error;
		in->L = lua_newstate(alloc, &in->heap);
	}
	if (!in->L) {
		hook_unmap(in, sizeof(*in));
		return NULL;
	}
	in->last = &in->first;
	in->generation = of;
	in->users = 1;
	in->slot = slot;
	*(struct interp **)lua_getextraspace(in->L) = in;
	enlist(in);
	return in;
}

/* With Lua's libraries and zp. 0, or the message is on its stack. */
static int open(struct interp *in)
{
	int err = in->is_open ? 0 : interp_open(in->L);

	if (err)
		return err;
	if (own && !in->is_open && !starting) /* others may follow */
		state_clone_keep(in);
	in->is_open = 1;
	return 0;
}

/* --- scripts -----------------------------------------------------------------
 */

/* One of the list. */
struct part {
	const char *path;
	size_t length;
	int number; /* from 1 */
};

/* Runs protected: pushes the script, compiled. */
static int open_script(lua_State *L)
{
	const struct part *part = interp_take(L, open_script);
	const char *path = lua_pushlstring(L, part->path, part->length);

	words_set(L, config.args, part->number);
	modules_script_folder(L, path);
	if (modules_load(L, path) == 0)
		return 1;
	if (!strstr(lua_tostring(L, -1), path))
		lua_pushfstring(L, "%s: %s", path, lua_tostring(L, -1));
	return lua_error(L);
}

/* Runs protected: pushes the message. */
static int say_no_memory(lua_State *L)
{
	const struct part *part = interp_take(L, say_no_memory);

	lua_pushlstring(L, part->path, part->length);
	lua_pushliteral(L, ": " INTERP_NO_MEMORY);
	lua_concat(L, 2);
	return 1;
}

/* 0, or the message is on top. */
static int run_script(lua_State *L, struct part *part)
{
	int status;

	lua_rawgeti(L, LUA_REGISTRYINDEX, interp_of(L)->handler);
	interp_give(interp_of(L), open_script, part);
	lua_pushcfunction(L, open_script);
	status = lua_pcall(L, 0, 1, 0);
	if (status == LUA_OK)
		status = lua_pcall(L, 0, 0, -2);
	if (status == LUA_ERRMEM) {
		interp_of(L)->heap.limit += MEBIBYTE; /* for the message */
		interp_give(interp_of(L), say_no_memory, part);
		lua_pushcfunction(L, say_no_memory);
		lua_pcall(L, 0, 1, 0);
	}
	return status != LUA_OK;
}

/* Runs protected: what handlers see. */
static int set_all_words(lua_State *L)
{
	words_set(L, config.args, 0);
	return 0;
}

static int run_scripts(lua_State *L, const char *list)
{
	for (int number = 1; list && *list; number++) {
		const char *end = strchr(list, ':');
		struct part part = {list,
				    end ? (size_t)(end - list) : strlen(list),
				    number};

		if (part.length && run_script(L, &part))
			return -1;
		lua_settop(L, 0);
		list = end ? end + 1 : NULL;
	}
	lua_pushcfunction(L, set_all_words);
	return lua_pcall(L, 0, 0, 0);
}

/* Runs protected. */
static int configure(lua_State *L)
{
	interp_take(L, configure);
	zp_configure(L, &config);
	return 0;
}

/* The new state runs the scripts. 0, or the message is on its stack. */
static int load(struct interp *in)
{
	int err = open(in);

	if (err)
		return err;
	interp_give(in, configure, NULL);
	lua_pushcfunction(in->L, configure);
	err = lua_pcall(in->L, 0, 0, 0);
	if (err)
		return err;
	in->loading = 1;
	err = run_scripts(in->L, config.script);
	in->loading = 0;
	return err;
}

/* --- start -------------------------------------------------------------------
 */

static const char *copy(const char *text)
{
	size_t n = text ? strlen(text) + 1 : 0;
	char *p = n ? alloc_common(n) : NULL;

	return p ? memcpy(p, text, n) : NULL;
}

int states_set_own(int wanted)
{
	if (wanted == own)
		return 1;
	if (!starting || own) /* there is no way back */
		return 0;
	own = 1;
	hook_own_states();
	return 1;
}

/* The message on its stack goes to the log, behind that text. */
static void complain(struct interp *in, const char *what)
{
	const char *message = lua_tostring(in->L, -1);

	interp_say(what, message ? message : "an error that is not text");
}

/* It is said why there is none. */
static struct interp *give_up(struct interp *in)
{
	static const char no_memory[] = "no memory for the interpreter. "
					"Remedy: raise the limit on "
					"address space (ulimit -v)";
	size_t n = sizeof(no_memory) - 1;
	const char *message = in ? luaL_tolstring(in->L, -1, &n) : no_memory;

	/* what the script had asked for before it failed */
	if (in)
		zp_tell_error(in->L, message);
	hook_fatal(message, n);
	return NULL;
}

#define AS_BEFORE                                                              \
	"the script is not as it was for who has started this program, and "   \
	"what that had loaded is in force: "

/* In place of what does not load, which is as if it had been tried later: the
 * texts that were handed on. */
static struct interp *load_handed(struct interp *failed, const char *empty)
{
	struct interp *in;

	if (empty)
		interp_say(AS_BEFORE, empty, " is empty");
	else
		complain(failed, AS_BEFORE);
	newest = 1;
	states_destroy(failed);
	in = create(generation, config.state);
	return in && load(in) == 0 ? in : give_up(in);
}

/* NULL: there is none, and it was said why. */
static struct interp *load_first(void)
{
	const char *empty = script_cache_half_written();
	struct interp *in = create(generation, config.state);

	if (!in || (!empty && load(in) == 0))
		return in ? in : give_up(in);
	if (script_cache_go_back())
		return load_handed(in, empty);
	return empty && load(in) == 0 ? in : give_up(in);
}

int hook_start(const struct hook_config *given)
{
	struct interp *in;

	if (!given->script)
		return 0;
	script_cache_open();
	environment_keep(given->envp);
	config = *given;
	config.script = copy(given->script);
	config.args = copy(given->args);
	config.path = copy(given->path);
	script_cache_take(given->loaded);
	starting = 1;
	states_set_own(config.own_states);
	in = load_first();
	if (!in)
		return -1;
	starting = 0;
	if (own)
		*config.state = in;
	else
		states_shared = in;
	if (config.reload) {
		script_cache_hand_on(generation);
		hook_watch_calls();
	}
	return 0;
}

/* --- a thread's own -----------------------------------------------------
 */

__attribute__((cold)) static struct interp *make_own(const struct call *call)
{
	struct interp *in;

	/* should the scripts make calls of their own that are hooked */
	*call->state = &none;
	clear_slot(call->state);
	in = create(generation, call->state);
	if (in && load(in) == 0) {
		*call->state = in;
		return in;
	}
	if (in) {
		complain(in, "this thread's calls are not hooked: ");
		states_destroy(in);
	} else {
		interp_say("this thread's calls are not hooked: no memory");
	}
	return NULL;
}

struct interp *states_of_thread(const struct call *call)
{
	struct interp *in;

	if (!own || lost)
		return NULL;
	in = *call->state;
	if (__builtin_expect(!in, 0))
		return config.script ? make_own(call) : NULL;
	return in != &none ? in : NULL;
}

/* --- how long they stay -------------------------------------------------
 */

static void retire(struct interp *in)
{
	shared_rules_give_up(in);
	states_let_go(in);
}

int states_exist(const struct interp *in, uint64_t serial)
{
	const struct interp *there;

	hook_lock();
	there = first;
	while (there && there != in)
		there = there->next;
	hook_unlock();
	return there && there->serial == serial;
}

/* Whatever handlers of its are under way, maybe in a retired one: they will not
 * come back. */
void hook_thread_end(struct call *call)
{
	struct interp *in;

	*call->state = NULL;
	while ((in = find_of(call->state)))
		states_destroy(in);
}

static void lose(const char *why)
{
	if (!lost)
		interp_say(why, ": no handler is called from here on");
	lost = 1;
	states_shared = NULL;
}

void hook_lost(void)
{
	lose("a task was killed in a handler");
}

void hook_lost_in_copy(void)
{
	lose("this process was forked amid a handler of another thread");
}

void states_after_fork(const struct call *call)
{
	struct interp *in = own ? first : NULL;

	while (in) {
		struct interp *next = in->next;

		if (in->slot != call->state)
			abandon(in);
		in = next;
	}
}

/* --- scripts that change ------------------------------------------------
 */

/* In force in place of before, which may be NULL. */
static void replace(const struct call *call, struct interp *before,
		    struct interp *in)
{
	if (before)
		retire(before);
	shared_rules_enforce(in);
	if (own)
		*call->state = in;
	else
		states_shared = in;
}

/* Scripts of that generation, beside those in force. NULL: they do not load. */
static struct interp *load_beside(const struct call *call, uint32_t of,
				  const char *complaint)
{
	struct interp *in = create(of, call->state);

	if (!in)
		return NULL;
	in->pending = 1;
	if (load(in) == 0)
		return in;
	complain(in, complaint);
	states_destroy(in);
	return NULL;
}

/* From now on those are in force, unless later ones are already: what states of
 * other threads have asked for is not, though their handlers stay until these
 * threads make a call. */
static void put_in_force(uint32_t of)
{
	hook_lock();
	if (of > generation)
		generation = of;
	for (struct interp *in = first; in; in = in->next)
		if (in->generation < generation && !in->pending)
			shared_rules_withdraw(in);
	hook_unlock();
}

static void try_changed(const struct call *call, struct interp *before,
			uint32_t of)
{
	struct interp *in;

	in = load_beside(call, of,
			 "the script has changed, and the one before "
			 "stays in force: ");
	if (!in)
		return;
	put_in_force(of);
	replace(call, before, in);
	script_cache_hand_on(of);
	interp_say("the script has changed, and is in force");
}

void hook_watch(struct call *call)
{
	struct interp *before = states_of(call);
	uint32_t last = __atomic_load_n(&newest, __ATOMIC_ACQUIRE);

	if (lost)
		return;
	if (before && before->generation != generation) {
		/* another thread has found that out */
		struct interp *in = load_beside(call, generation,
						"this thread keeps the script "
						"before: ");

		if (in)
			replace(call, before, in);
		else
			before->generation = generation;
	} else if (script_cache_changed(last) &&
		   /* or another thread tries them */
		   __atomic_compare_exchange_n(&newest, &last, last + 1, 0,
					       __ATOMIC_ACQ_REL,
					       __ATOMIC_RELAXED)) {
		try_changed(call, before, last + 1);
	}
}
