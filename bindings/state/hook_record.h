/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A hook: what zp.hook was given, and what has become of it. Used by one thread
 * at a time, as its state is.
 */
#ifndef HOOK_RECORD_H
#define HOOK_RECORD_H

#include "bindings/interp/interp.h"

/* A function of a script that runs before calls, or behind them. */
struct handler {
	int ref;   /* in the registry; LUA_NOREF: there is none */
	int takes; /* parameters: it is given no more */
};

/* regs and the arguments */
#define HANDLER_MOST 7

/* Registered by zp.hook: the block of its handle. */
struct hook {
	struct hook *next; /* in order of registration */
	struct handler enter, exit;
	uint64_t hits;
	struct shared_rule *filter;  /* lets it be asked; NULL: none */
	struct shared_rule *results; /* on its results, without enter handler */
	struct shared_rule *timing;  /* on their times */
	const struct hook_test *ret; /* of results, for the exit handler */
	size_t rets;
	uint32_t since;	      /* of its filter */
	uint8_t bit;	      /* likewise */
	uint8_t filtered;     /* it has one */
	uint8_t only_results; /* it has results */
	uint64_t errors;
	uint64_t told;		 /* hits that its failure knows of */
	struct failure *failure; /* NULL: it never failed */
	int label;		 /* reference of "'write' (hook.lua:3)" */
	int anchor;		 /* reference of the handle itself */
	int enabled;
	int removed;
	int uses;		      /* chains that lead to it */
	uint32_t number;	      /* the script's first is 0, and so on */
	uint64_t numbers[HOOK_WORDS]; /* bits by hook_index() */
};

/* The number of all that were registered once the script was loaded: there may
 * be any number of them. Those that are alike fail as one. */
#define HOOK_LATE UINT32_MAX

/* "'write' (hook.lua:3)" */
const char *hook_record_label(lua_State *L, const struct hook *h);

/* What it refers to: no chain leads to it any more, nor will one. */
void hook_record_forget(struct interp *in, struct hook *h);

#endif
