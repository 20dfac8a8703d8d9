/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The ZPOLINE_* environment. Read once, from the constructor's environment
 * pointer: libc's own is not set up that early.
 */
#ifndef CONFIG_H
#define CONFIG_H

struct config {
	const char *script;
	const char *args;
	const char *path;
	const char *exclude;
	const char *filters; /* not the user's: see inherit.h */
	const char *log;
	const char *ring;    /* not the user's: see ring.h */
	const char *handed;  /* not the user's, and for scripts: see handed.h */
	const char *report;  /* for scripts */
	const char *library; /* not the user's: see exec_door.h */
	const char *hook;
	int verbose;
	int abort_on_error;
	int own_states; /* a Lua state for each thread */
	int reload;
	int analysed_at_start; /* nothing waits: see waiting.h */
	int door;	       /* not used here: the command has read it */
	const char *loaded; /* scripts as a parent has them: see script_cache.c
			     */
	const char *only_loaded; /* NULL, or the same where they cannot be read:
				    not a variable */
	/* SAID: by whoever started us, the user or a hooked program */
	enum {
		FOLLOW_NO,
		FOLLOW_SAID,
		FOLLOW_STRICT,	    /* while it is read: follow and strict */
		FOLLOW_STRICT_SAID, /* likewise */
		FOLLOW
	} follow;
	int strict; /* programs that cannot be hooked are not started */
	enum { ENGINE_AUTO, ENGINE_NEAR, ENGINE_ZPOLINE, ENGINE_SUD } engine;
	/* not NULL: the engine that children are to have, for the one that was
	 * named cannot be had here */
	const char *other_engine;
	enum { SUD_AUTO, SUD_OFF } sud;
};

/* Values point into envp. An unknown name or value ends the process with one
 * message and status 125. */
void config_read(struct config *config, char **envp);

#endif
