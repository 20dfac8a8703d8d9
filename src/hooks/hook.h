/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The one interface between the core and the interpreter side (bindings/).
 * First what the interpreter side implements, then what it may ask for.
 *
 * What the core offers is in hook.c, and above where it takes more.
 *
 * Contexts:
 *   start    in the library's constructor: one thread, libc usable
 *   hook     in a handler: on the thread's hook stack, lock held, or in a state
 *            of the thread's own, guard up; no libc function that allocates,
 *            locks or makes a system call
 */
#ifndef HOOK_H
#define HOOK_H

#include <stddef.h>
#include <stdint.h>

#include "base/constants.h"
#include "hooks/rule.h"
#include "thread/call.h"
#include "unwind/unwind.h"
#include "zpoline.h"

/* Handlers run on stacks of so many bytes, aligned to that. */
#define HOOK_STACK (512 * 1024)

/* What the configuration says to the interpreter side. */
struct hook_config {
	const char *script;    /* colon list of paths */
	const char *args;      /* ZPOLINE_ARGS or NULL */
	const char *path;      /* ZPOLINE_PATH or NULL */
	char *const *envp;     /* the environment, as it is at the start */
	char *const *settings; /* variables of ours; NULL: they are in envp */
	int abort_on_error;    /* ZPOLINE_ON_ERROR=abort */
	int own_states;	       /* ZPOLINE_STATE=thread */
	int reload;	       /* ZPOLINE_RELOAD=1 */
	int only_loaded;    /* the scripts cannot be read: they are in loaded */
	const char *loaded; /* NULL, or with reload: ZPOLINE_LOADED, by which a
			       parent has handed on its scripts' texts */
	int verbose;
	void **state; /* the interpreter side's slot of this thread */
};

enum hook_event {
	HOOK_EXIT,     /* the process ends by exit_group; once a process */
	HOOK_FORK,     /* this is the child of a fork */
	HOOK_EXEC,     /* another program is about to be tried */
	HOOK_UNHOOKED, /* the program that is about to be tried will not be
			  hooked; regs: rdi its path, rsi why, strings. Done:
			  the process ends instead, with the status in rax */
	HOOK_THREAD,   /* this is a new thread, before anything of it runs */
	HOOK_SIGNAL,   /* a handler of the program's is about to run; regs are
			  what it finds: rdi the signal, rsi the address of its
			  siginfo; rip is where the program was */
	HOOK_EVENTS
};

/* --- implemented by the interpreter side ------------------------------- */

/* start: make the interpreter, load the scripts. Returns 0; a script that does
 * not load is told of by hook_fatal(), and if that returns -1 is returned. */
int hook_start(const struct hook_config *config);

/* hook: run the handlers of call->nr before the call. */
void hook_enter(struct call *call);

/* hook: run the exit handlers that hook_enter() left due (call->exits). */
void hook_exit(struct call *call);

/* hook: run the exit handlers of a call with HOOK_RESULTS, which is done. */
void hook_result(struct call *call);

/* hook: this thread is about to end: its state goes. */
void hook_thread_end(struct call *call);

/* hook, with hook_watch_calls(): at a call, some time after the last one that
 * was told. */
void hook_watch(struct call *call);

/* Any: a handler was left for good in the middle of what it did, in memory that
 * goes on (a vfork child was killed, or any task alone), or in a copy of it (a
 * fork that was stopped for long). The interpreter is not entered again, and
 * says so. */
void hook_lost(void);
void hook_lost_in_copy(void);

/* hook: something happened to the process. EXIT and FORK always, the others
 * once they were wanted (hook_want_event()). */
void hook_event(struct call *call, enum hook_event event);

/* --- what the core offers ---------------------------------------------- */

/*
 * hook: let the kernel do the call now, on the program's stack with the
 * program's vector state, guard down and lock released. Sets call->done and
 * regs.rax, and returns the result. Does not return for calls that end the
 * thread, nor in a vfork child.
 */
long hook_kernel(struct call *call);

/* hook: may it, for its result? 0: a seccomp filter lets the call be made by
 * the program's own instruction only, which comes when all have been asked. */
int hook_may_wait(const struct call *call);

/*
 * start: from now on several threads are in the interpreter at a time, each in
 * a state of its own; the lock is not held in hooks.
 */
void hook_own_states(void);

/*
 * start or hook: what states have in common is changed between these: memory of
 * all, and all below that says so. They nest. Nothing to do where there is one
 * state, whose lock is held anyway.
 */
void hook_lock(void);
void hook_unlock(void);

/*
 * start or hook: what comes between these may take as long as the program's
 * other threads like, and touches nothing of the interpreter. They may be in
 * handlers meanwhile, as during hook_kernel().
 */
void hook_lend(void);
void hook_take_back(void);

/* start: hook_watch() is to be called, every now and then. */
void hook_watch_calls(void);

/* start or hook: from now on it is told. */
void hook_want_event(enum hook_event event);

/* Any: the call that regs describes, past everything. -EINVAL for calls that
 * do not return in the ordinary way. */
long hook_raw(const struct SyscallRegs *regs);

/* Any: copy n bytes from or to the program's memory. Returns the bytes that
 * could be copied, from the start. The page at 0 counts as not mapped. */
size_t hook_copy_in(void *dst, uintptr_t src, size_t n);
size_t hook_copy_out(uintptr_t dst, const void *src, size_t n);

/* --- backtraces: the program's functions at a call */

#define HOOK_NAME 4096

struct hook_symbol {
	char name[HOOK_NAME];	/* as the object has it; "": not known */
	uint64_t offset;	/* of the address from the function's start */
	char object[HOOK_NAME]; /* path */
	uint64_t object_offset; /* as addr2line wants it */
};

/* hook: the frames at a call that has not returned to the program, innermost
 * first, at most max; how many there are, one at least. */
size_t hook_backtrace(const struct call *call, struct hook_frame *frame,
		      size_t max);

/* hook: what stands at one of them, of that call's or, NULL, any thread's. 0:
 * code of no object. */
int hook_symbol(const struct call *call, const struct hook_frame *frame,
		struct hook_symbol *symbol);

/*
 * start or hook: programs that are started find this variable, a whole entry of
 * an environment, in place of the one before, as long as there is room for it.
 * It stays in memory.
 */
void hook_hand_on(const char *entry);

/*
 * Start: bytes that the first program of a run keeps for those that it starts.
 * hook_keeps(): may this one? hook_keep(): parts, one behind the other.
 * hook_kept(): n bytes from there on; 0: there are none.
 */
int hook_keeps(void);
struct hook_part {
	const void *bytes;
	size_t n;
};
void hook_keep(const struct hook_part *part, int count);
int hook_kept(void *to, size_t n, size_t at);

/* The same of its scripts' texts, for programs that cannot read them; the last
 * that it keeps. */
int hook_keeps_texts(void);
void hook_keep_texts(const char *texts, size_t n);

/* Start: how much memory children are to have in common with this process. Any:
 * where it is, zeroed at first. NULL: there is none. */
void hook_share(size_t size);
void *hook_shared(void);

/* Any: pages. NULL: no memory. */
void *hook_map(size_t size);
void hook_unmap(void *p, size_t size);

/* Any: pages that children of this process have in common with it, zeroed. */
void *hook_map_shared(size_t size);

/* Any: the first so many bytes of a file, in common with all that map it. The
 * path may be "shm:ID", a segment of System V's. NULL: it cannot be opened, or
 * is smaller. */
void *hook_map_file(const char *path, size_t size);

/*
 * hook: a descriptor for a script: a duplicate of fd with a high number, closed
 * on exec and not there for the program; fd is closed in any case. Returns a
 * handle, or -errno.
 */
int hook_fd_keep(int fd);

/* hook: the number that it has now, till the handler is over. */
int hook_fd_number(int handle);

/* hook: write(2) to it, without signals. */
long hook_fd_write(int handle, const void *bytes, size_t n);

void hook_fd_close(int handle);

/* Any: bytes to the log, in one write. */
void hook_log(const char *bytes, size_t n);

/* Start: the message on descriptor 2 and exit status 125. Returns in a program
 * that a hooked one has started: the message is in the log. */
void hook_fatal(const char *message, size_t n);
/* Any: the ids of this process and thread, also where the program's filters
 * refuse getpid and gettid. */
int hook_pid(void);
int hook_tid(void);

/* Any: the process ends by SIGABRT. */
void hook_abort(void) __attribute__((noreturn));

#endif
