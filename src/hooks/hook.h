/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The one interface between the core and the interpreter side (bindings/).
 * First what the interpreter side implements, then what it may ask for.
 *
 * Implemented in dispatch.c and hook.c.
 *
 * Contexts:
 *   start    in the library's constructor: one thread, libc usable
 *   hook     in a handler: on the thread's hook stack, lock held, or in a state
 *            of the thread's own, guard up; no libc function that allocates,
 * locks or makes a system call
 */
#ifndef HOOK_H
#define HOOK_H

#include <stddef.h>
#include <stdint.h>

#include "zpoline.h"

/* Numbers that can be hooked each by itself: those that the sled leads to. The
 * others, which no kernel call has, share the index behind them. */
#define HOOK_NUMBERS 4091
#define HOOK_OTHERS HOOK_NUMBERS
#define HOOK_INDICES (HOOK_NUMBERS + 1)

/* A bit for each. */
#define HOOK_WORDS ((HOOK_INDICES + 63) / 64)

/* The first one from there on whose bit is set; HOOK_INDICES: none. */
static inline unsigned int hook_next(const uint64_t bits[HOOK_WORDS],
				     unsigned int from)
{
	unsigned int i = from / 64;
	uint64_t word = from < HOOK_INDICES ? bits[i] >> from % 64 : 0;

	if (word)
		return from + (unsigned int)__builtin_ctzl(word);
	while (++i < HOOK_WORDS)
		if (bits[i])
			return i * 64 + (unsigned int)__builtin_ctzl(bits[i]);
	return HOOK_INDICES;
}

static inline unsigned int hook_index(long nr)
{
	return (unsigned long)nr < HOOK_NUMBERS ? (unsigned int)nr
						: HOOK_OTHERS;
}

/* An injection has given the result, has let the call wait. */
#define HOOK_INJECTED_ANSWER 1
#define HOOK_INJECTED_DELAY 2

/* Handlers run on stacks of so many bytes, aligned to that. */
#define HOOK_STACK (512 * 1024)

struct frame;
struct thread;

/*
 * One system call on its way. Lives on the program's stack for the duration
 * of the call; regs is what the kernel will be asked, and is the hooks' to
 * change.
 */
struct call {
	struct SyscallRegs regs;
	long nr;       /* number of the call; regs.rax holds it until done */
	uint8_t done;  /* regs.rax is the result: answered, or issued */
	uint8_t exits; /* handlers want to see the result */
	uint8_t past_rules; /* the kernel's part goes past injections */
	uint8_t injected;   /* what they have done, HOOK_INJECTED_... */
	uint32_t since; /* filters that were added later have passed nothing */
	struct frame *frame;
	struct thread *thread;
	void **level;  /* the interpreter side's slot for this nesting; NULL
			  when no handler is asked */
	void **state;  /* and its slot of the thread */
	void *vectors; /* the program's saved vector state, in hooks */
	union {
		uint64_t c_hook;  /* the one that was asked last */
		uintptr_t app_sp; /* the program's stack pointer, in hooks */
	};
	void (*hidden)(struct call *); /* the hook, with the program's stack an
					  alternate one that is hidden */
	uint64_t storage; /* of the program, hidden; see thread.h */
	uint64_t passed;  /* filters that let their handlers be asked, by bit */
	uint64_t took;	  /* ns, of the kernel's part, where that is wanted */
};

/* --- rules: what is decided and done in C, without the interpreter ------- */

/*
 * What a test is about: the arguments, 0 to 5, and these. A call without an
 * argument of that name fails the test; COMM is the task's name, as PR_GET_NAME
 * has it; FDPATH what one of its descriptors is open on, PEER
 * what it is connected to, or whom the call names. RET is the result and
 * TOOK the time of the kernel's part in ns, for hook_test_result() only.
 */
enum hook_source {
	HOOK_NO_ARGUMENT = 6,
	HOOK_PID,
	HOOK_TID,
	HOOK_COMM,
	HOOK_RET,
	HOOK_TOOK,
	HOOK_FDPATH,
	HOOK_PEER
};

/* The argument in place 0 to 5. */
static inline uint64_t hook_argument(const struct SyscallRegs *regs, int place)
{
	switch (place) {
	case 0:
		return regs->rdi;
	case 1:
		return regs->rsi;
	case 2:
		return regs->rdx;
	case 3:
		return regs->r10;
	case 4:
		return regs->r8;
	default:
		return regs->r9;
	}
}

enum hook_width { HOOK_64, HOOK_INT, HOOK_UNSIGNED }; /* of a C type */

enum hook_operator { HOOK_RANGE, HOOK_MASK, HOOK_SET, HOOK_GLOBS };

/* Numbers that a table of places has. */
#define HOOK_PLACES 512

/* Is a symbolic link at the end of a path followed? */
enum hook_follow {
	HOOK_FOLLOW_NEVER,
	HOOK_FOLLOW_ALWAYS,
	HOOK_FOLLOW_IF,	    /* one of the bits is set in flags */
	HOOK_FOLLOW_UNLESS, /* none of them */
	HOOK_FOLLOW_OPEN,   /* flags are those of open() */
	HOOK_FOLLOW_HOW	    /* of openat2() */
};

/* How a call takes the path that is one of its arguments. */
struct hook_path {
	uint16_t nr;
	uint8_t follow;
	uint8_t dfd, flags; /* places; HOOK_NO_ARGUMENT: there is none */
	uint32_t bit;
};

struct hook_test {
	uint8_t source; /* an argument, or enum hook_source */
	uint8_t width;
	uint8_t op;
	uint8_t negated;
	const uint8_t *places; /* source, by number; NULL: the same for all */
	int64_t low, high;     /* range: from, to; mask: bits, their value;
				  globs: 1, 0: what none refuses passes */
	const int64_t *set;
	const char *const *globs; /* one behind "!" refuses, negated then */
	size_t count;		  /* of set or globs */
	const struct hook_path *paths; /* by number, where globs are absolute */
	size_t paths_count;
};

/* Counters: HOOK_SLOTS rows, so that threads do not meet; what they say is the
 * sum over the rows. */
#define HOOK_SLOTS 16
#define HOOK_BUCKETS 64

struct hook_cells {
	uint64_t n[HOOK_SLOTS][8]; /* the first of each; lines of the cache */
};

/* Linear: bucket i from low + i * step on; step 0: bucket i from 2^i on. */
struct hook_scale {
	uint64_t low, step;
};

struct hook_histogram {
	struct hook_scale scale;
	uint64_t apart[6];
	struct {
		uint64_t n[HOOK_BUCKETS];
		uint64_t sum; /* ns */
		uint64_t pad[7];
	} slot[HOOK_SLOTS];
};

struct hook_inject {
	int answers;	/* result is, in place of the kernel */
	int signal;	/* sent before; 0: none */
	int per_thread; /* calls are counted for each thread by itself */
	int64_t result; /* -errno or a value */
	uint64_t enter_ns, exit_ns; /* to sleep before and behind */
	uint64_t first, last, step; /* of the calls that match, from 1 on */
	uint64_t chance;	    /* of 2^32 */
	uint64_t random;	    /* state */
	uint64_t done;		    /* how often it was applied */
};

enum hook_rule_kind {
	HOOK_RULE_FILTER, /* lets handlers be asked: bit in call->passed */
	HOOK_RULE_COUNT,
	HOOK_RULE_HISTOGRAM,
	HOOK_RULE_INJECT,
	HOOK_RULE_TIMED, /* call->took is wanted */
	HOOK_RULE_RESULT /* exit handlers want to see these results */
};

/* Rules that count for each thread, and filters, at a time. */
#define HOOK_RULE_BITS 64

struct hook_rule {
	struct hook_rule *next;
	uint32_t enabled;
	uint32_t uses; /* the interpreter side's */
	uint8_t kind;
	uint8_t bit;	 /* of a filter, or of a rule that counts by thread */
	uint8_t name;	 /* rules.c's; 0: none */
	uint8_t covered; /* a filter's as well: what that rejects it does not
			    want */
	uint32_t since;	 /* how many were added up to this one */
	size_t tests;
	struct hook_test *test; /* all of them must hold */
	uint64_t seen;		/* calls that matched */
	union {
		struct hook_cells *cells;
		struct hook_histogram *histogram;
		const struct hook_scale *scale; /* likewise */
		struct hook_inject *inject;
	};
	uint64_t numbers[HOOK_WORDS]; /* bits by index */
	struct hook_rule *before;     /* rules.c's */
	struct hook_rule *gone;	      /* the next one that was removed */
	size_t size;		      /* the interpreter side's */
};

/* What the configuration says to the interpreter side. */
struct hook_config {
	const char *script; /* colon list of paths */
	const char *args;   /* ZPOLINE_ARGS or NULL */
	const char *path;   /* ZPOLINE_PATH or NULL */
	char *const *envp;  /* the environment, as it is at the start */
	int abort_on_error; /* ZPOLINE_ON_ERROR=abort */
	int own_states;	    /* ZPOLINE_STATE=thread */
	int reload;	    /* ZPOLINE_RELOAD=1 */
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

enum hook_wanted {
	HOOK_NONE,
	HOOK_RESULTS,  /* only exit handlers, of results by rules */
	HOOK_FILTERED, /* only handlers behind filters */
	HOOK_ALWAYS
};

/* start or hook, locked: which handlers there are for this index. Returns 0 or
 * -errno as sled_want(). */
int hook_want(unsigned int index, enum hook_wanted wanted);

/*
 * start or hook, locked: a rule, ready but for bit, name and since, is in force
 * from now on, behind those that are. It and what it leads to stay as they are
 * until hook_rules_collect() gives it back: a call may be looking at it at any
 * time. Returns 0 or -errno: -ENOSPC, HOOK_RULE_BITS are in use, or as
 * sled_want(); then it is as if it had been removed.
 */
int hook_rule_add(struct hook_rule *rule);

/* locked: it is not any more. */
void hook_rule_remove(struct hook_rule *rule);

/* start or hook, locked: rules that were removed and that no call looks at any
 * more, linked by gone; NULL: none. Each is returned once. */
struct hook_rule *hook_rules_collect(void);

/* Any: does this test of the result hold for a call that is done? */
int hook_test_result(const struct hook_test *test, const struct call *call);

/* Any: is argument i of number nr a descriptor? */
int hook_is_descriptor(long nr, int i);

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

struct hook_frame {
	uintptr_t addr; /* the call site; return addresses; what a signal has
			   interrupted */
	int exact;	/* it is in the function itself: no return address */
};

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

/* hook: what stands at one of them. 0: code of no object. */
int hook_symbol(const struct call *call, const struct hook_frame *frame,
		struct hook_symbol *symbol);

/*
 * start or hook: programs that are started find this variable, a whole entry of
 * an environment, in place of the one before, as long as there is room for it.
 * It stays in memory.
 */
void hook_hand_on(const char *entry);

/* Start: how much memory children are to have in common with this process. Any:
 * where it is, zeroed at first. NULL: there is none. */
void hook_share(size_t size);
void *hook_shared(void);

/* Any: pages. NULL: no memory. */
void *hook_map(size_t size);
void hook_unmap(void *p, size_t size);

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
/* Any: the process ends by SIGABRT. */
void hook_abort(void) __attribute__((noreturn));

#endif
