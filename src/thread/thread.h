/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The per-thread record: guard, nesting, what a vfork child must not destroy.
 * Made before the thread is, or at its first hooked call; used again by a later
 * thread after its exit. The record itself is never unmapped, for others may be
 * looking through all of them; the larger part of it is, at the thread's exit.
 *
 * Any function here may be called from any context of the program.
 */
#ifndef THREAD_H
#define THREAD_H

/* Offsets for assembly. */
#define THREAD_VFORK 0
#define THREAD_FRAME 8
#define THREAD_IN_HOOK 16
#define THREAD_HOME_STACK_TOP 1680
#define THREAD_SLOT 24
#define THREAD_OWN 32
#define THREAD_CALLS 40
#define THREAD_ALT_START 96
#define THREAD_ALT_END 104
#define VFORK_RSP 0
#define VFORK_RIP 8
#define VFORK_RFLAGS 16
#define VFORK_SPAN 24
#define VFORK_FROM 32
#define VFORK_GOES_ON 40
#define VFORK_BYTES 48

/* How a new task goes on. */
#define TASK_START_RFLAGS 0
#define TASK_START_RIP 8
#define TASK_START_SIZE 16

/* Calls of one thread that may be under way below each other with a handler
 * waiting for their result (signal handlers, vfork children). */
#define THREAD_LEVELS 16

/* Bytes of a stack for calls, see struct thread. */
#define THREAD_CALLS_SIZE (64 * 1024)

/* Bytes of a hook stack. */
#define THREAD_STACK (512 * 1024)

/* Bytes of a room for lines of trace (trace/lines.h), and of the stack that is
 * its lower part. */
#define THREAD_LINES (128 * 1024)
#define THREAD_LINES_STACK (64 * 1024)

/* The guard is up for something else than the interpreter (rules, an exec):
 * whoever is killed meanwhile has not left that in pieces. */
#define THREAD_BUSY 2

/* It is up in a new process, which begins. */
#define THREAD_BEGINS 3

/* Of sud.state: Syscall User Dispatch is off until the next call; the thread's
 * filters tell addresses apart, or a supervisor is told them; it is off for
 * good. */
#define THREAD_SUD_PAUSED 1
#define THREAD_EXACT 2
#define THREAD_SUD_LEFT 4

/* The program's stack that a vfork child may write over: dispatch's part. */
#define VFORK_SPAN_MAX 2016

#ifndef __ASSEMBLER__

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include <asm/siginfo.h>

#include "base/ksignal.h"
#include "thread/storage.h"

/* Signals that are kept for the program, see sigmask.h. */
#define THREAD_HELD 3

#define THREAD_OWN_FDS 64 /* RESERVED_FDS */
#define THREAD_RULES 64	  /* HOOK_RULE_BITS */
#define THREAD_TEXT 4096  /* PATH_MAX */
#define THREAD_FRAMES 64  /* HOOK_STACK_FRAMES */

/*
 * A signal that has arrived where no handler of the program's may run: while a
 * hook does, or in a parent whose vfork child has left its record as it was.
 * All other signals are blocked until it is delivered, so there is one at most.
 */
struct thread_kept {
	uint32_t sig;	      /* 0: none */
	struct action act;    /* in force when it came */
	uint64_t mask;	      /* the program's */
	uint64_t info[16];    /* siginfo */
	uintptr_t delivering; /* its ucontext, while it is on its way */
	/* What the frame is to have in common with the kernel's. */
	uint64_t uc_flags;
	uint64_t stack[3];	       /* uc_stack */
	uint64_t trap[5];	       /* segments, err, trapno, oldmask, cr2 */
	unsigned char fp_software[48]; /* struct _fpx_sw_bytes */
};

/* A call that waits under a mask of its own: its frame is on the program's
 * stack. */
struct thread_wait {
	uint64_t mask;
	uint64_t nr;		   /* of the program's call */
	struct thread_wait *outer; /* of a handler that waits itself */
	int again; /* interrupted by a signal that the program does not see */
};

/* See sigmask.c and held.c. */
struct thread_sigmask {
	uint32_t entering;	  /* signals on the way to their handlers */
	uint64_t blocked;	  /* of KSIGNAL_OURS, by the program */
	uint64_t really_blocked;  /* of these, in the kernel too */
	uint64_t taking;	  /* what rt_sigtimedwait waits for */
	struct thread_wait *wait; /* innermost */
	struct sigmask_change *change; /* under way */
};

/* Signals that have arrived and are still to reach the program: see signals.c,
 * held.c. */
struct thread_pending {
	uint32_t is_kept; /* kept is to be delivered */
	uint32_t forks;	  /* a process is made; there, all of this is still its
			     maker's */
	uint64_t held;	  /* of KSIGNAL_OURS: there is a siginfo */
	uint32_t sent;	  /* of these, it is sent right now; 0: none */
	uint64_t mask;	  /* the kernel's, that it is to find */
	siginfo_t info[THREAD_HELD][2]; /* sent to the thread, the process */
	struct thread_kept kept;
};

/* The program's alternate signal stack, see altstack.c. */
struct thread_alt {
	uintptr_t start, end;
	unsigned long mask; /* while it is hidden */
	uint32_t flags;
	uint32_t is_unsure; /* only within these is known, see altstack_ask() */
};

/* Syscall User Dispatch, ours and the program's: see sud.c, user_dispatch.c. */
struct thread_sud {
	uint64_t state;	 /* flags, above: see also seccomp_filters.h */
	uint64_t own[4]; /* the program's, as prctl has it; 0: off */
};

/* A fault that is being raised for the program, see faults_raise(). */
struct thread_raising {
	const struct frame *frame; /* NULL: none */
	uint64_t mask;		   /* the program's; if it was to be had: */
	uint32_t masked;
	const void *info; /* siginfo */
};

/* The vDSO's clock, see vdso_now(). */
struct thread_clock {
	uint32_t faults; /* it is not to be asked */
	uintptr_t sp;	 /* not 0: we are in it */
};

/* Does it read rules? See readers.h. */
struct thread_reading {
	uint32_t now; /* odd: it does */
	uint32_t before;
};

/* Calls of ours, see seccomp_filters.c. */
struct thread_asks {
	uint32_t asking, asked; /* under way, and made */
};

struct filter;

/* Lines of trace that are under way: what is in use of the room, the innermost
 * line, and that of a vfork parent. See trace/lines.h. */
struct thread_lines {
	uint32_t top, last, base;
};

/* What a parent needs again after its vfork child ran on the same stack. */
struct thread_vfork {
	uint64_t rsp;	 /* where task.S stopped on the program's stack */
	uint64_t rip;	 /* where the program goes on */
	uint64_t rflags; /* and its flags there */
	uint64_t span;	 /* bytes that are saved, up to the program's own rsp */
	uint64_t from;	 /* and where they begin: there, or at the frame */
	uint64_t goes_on; /* the child is gone, and the parent is about to put
			     back what is its own; 2: its signals are back */
	unsigned char bytes[VFORK_SPAN_MAX];
	struct thread_vfork *outer; /* a vfork child may vfork */
	uint64_t program_rsp;	    /* the program's stack pointer */
	uint64_t child_rsp;	    /* and its child's */
	uint64_t flags;		    /* of the clone that makes the child */
	uint32_t table_mark;	    /* see shared_table.h */
	int tid;		    /* of the child, found by its id */
	/* What the child has said of our signals, and its other handlers. */
	struct action said[THREAD_HELD];
	struct action installed[KSIGNAL_MAX + 1];
	/* The parent's: */
	struct thread_alt alt;
	struct thread_sud sud;
	struct thread_lines lines;
	struct thread_sigmask masks;
	struct thread_pending pending; /* what comes before it goes on, too */
	siginfo_t held_for_process;
	const struct filter *filters;
	struct exec_env_block *environments;
	/* Numbers of ours before the child changed them, by slot. */
	int own_fds[THREAD_OWN_FDS];
};

struct thread;

struct task_start {
	uint64_t rflags;
	uint64_t rip;
};

/* How a task with a stack of its own comes to life: by that it is found. */
struct task_home {
	struct task_start start;
	uint64_t stack_top;  /* of its stack; 0: none is on its way */
	uint64_t flags;	     /* of the clone that makes it */
	uint64_t blocked;    /* its maker's */
	int foreign_tid;     /* its maker's */
	uint32_t table_mark; /* see shared_table.h */
};

struct frame;
struct call;

/* Calls that signals have interrupted and that will go on: handlers below each
 * other, tasks that handlers switch between. */
#define THREAD_CONTEXTS 64

/* r8..r15, rdi, rsi, rbp, rbx, rdx, rax, rcx, rsp, rip, rflags */
#define THREAD_CONTEXT_REGISTERS 18

/* A ucontext that shows other registers than the real ones: see sigcontext.c.
 */
struct thread_context {
	uintptr_t at;	     /* where the ucontext is; 0: none */
	struct frame *frame; /* the innermost call under way then */
	int given_up;	     /* it is, if what is shown is changed */
	int restoring;	     /* sigreturn has begun to put back what is real */
	uint64_t blocked;    /* of KSIGNAL_OURS, by us meanwhile */
	uint64_t real[THREAD_CONTEXT_REGISTERS];
	uint64_t shown[THREAD_CONTEXT_REGISTERS];
};

/* Which rule, by its place in the order of all. */
struct thread_rule_seen {
	uint64_t rule;
	uint64_t n;
};

/* What few threads need, none of them often: there as long as the thread is. */
struct thread_room {
	struct thread_rule_seen rule_seen[THREAD_RULES];
	struct thread_vfork vfork;
	char text[THREAD_TEXT];
	char path[THREAD_TEXT] __attribute__((aligned(8))); /* named_path.c,
							       peer.c */
	struct thread_context context[THREAD_CONTEXTS];
	/* Who has made a call, which is told by its address: see keys.c. */
	const struct call *walked;
	size_t frames;
	uint64_t frame[THREAD_FRAMES];
};

struct stack;

/* What each hooked call looks at comes first: it is in few lines of the cache.
 */
struct thread {
	struct thread_vfork *vfork; /* not NULL: a vfork child runs on us */
	struct frame *frame;	    /* the innermost call under way */
	uint32_t in_hook;	    /* the guard: an interpreter runs on us, */
				    /* or one of those above */
	uint32_t level;		    /* calls under way, see THREAD_LEVELS */
	uint32_t slot;		    /* of counters, see rules.c */
	uint32_t base_level;	    /* levels below belong to a vfork parent */
	struct thread *own;	    /* its address, if gs may lead to it */
	uintptr_t calls; /* where C begins for a call, on the stack for calls;
			    0: there is none, and it begins below the frame */
	struct thread_sud sud;
	void *state; /* the interpreter side's */
	struct thread_alt alt;
	struct thread_pending pending;
	/* per level: */
	void *levels[THREAD_LEVELS];	    /* the interpreter side's */
	struct stack *stack[THREAD_LEVELS]; /* in use, see stack.h */
	uintptr_t under_way[THREAD_LEVELS]; /* frame of the call */

	uint32_t used; /* 0: free for a new thread */
	int tid;
	int pid;	     /* 0: not asked for yet */
	int foreign_tid;     /* tid may be one of another PID namespace */
	struct thread *next; /* list of all records, only ever grown */
	uint64_t watched;    /* ns: when it was told to watch */
	uintptr_t sp;	     /* found by its id: about where its stack is */
	struct thread_reading reading;
	struct task_home home;
	struct thread_room *room; /* NULL: of no thread */
	uintptr_t calls_end;	  /* of the stack for calls */

	struct thread_sigmask masks;
	struct thread_raising raising;
	struct exec_env_block *environments; /* see exec_env.h */
	const struct filter *filters; /* of seccomp, see seccomp_filters.h */
	struct thread_asks asks;
	struct thread_clock clock;
	uint32_t common;   /* how often it holds the lock on what is common */
	uint32_t contexts; /* ever shown */
	void *lane;	   /* for trace lines, see ring.h; NULL: none yet */
	struct thread_lines lines;
	void *lines_room; /* NULL: none */
	/* The stack that it stands on, unmapped by itself: mappings.h. */
	struct {
		uintptr_t start, end; /* equal: none */
	} unmapped;
	/* in its room: */
	struct thread_rule_seen *rule_seen; /* calls that matched, by bit */
	char *text;			    /* a string that is tested */
	struct thread_context *context;	    /* oldest replaced */
} __attribute__((aligned(64)));

static_assert(offsetof(struct task_start, rflags) == TASK_START_RFLAGS, "rflag"
									"s");
static_assert(offsetof(struct task_start, rip) == TASK_START_RIP, "rip");
static_assert(sizeof(struct task_start) == TASK_START_SIZE, "task_start");
static_assert(offsetof(struct thread, vfork) == THREAD_VFORK, "vfork");
static_assert(offsetof(struct thread, frame) == THREAD_FRAME, "frame");
static_assert(offsetof(struct thread, in_hook) == THREAD_IN_HOOK, "in_hook");
static_assert(offsetof(struct thread, home.stack_top) == THREAD_HOME_STACK_TOP,
	      "stack_top");
static_assert(offsetof(struct thread, slot) == THREAD_SLOT, "slot");
static_assert(offsetof(struct thread, calls) == THREAD_CALLS, "calls");
static_assert(offsetof(struct thread, alt.start) == THREAD_ALT_START, "alt");
static_assert(offsetof(struct thread, alt.end) == THREAD_ALT_END, "alt");
static_assert(offsetof(struct thread, own) == THREAD_OWN, "own");
static_assert(offsetof(struct thread_vfork, rsp) == VFORK_RSP, "rsp");
static_assert(offsetof(struct thread_vfork, rip) == VFORK_RIP, "rip");
static_assert(offsetof(struct thread_vfork, rflags) == VFORK_RFLAGS, "rflags");
static_assert(offsetof(struct thread_vfork, span) == VFORK_SPAN, "span");
static_assert(offsetof(struct thread_vfork, from) == VFORK_FROM, "from");
static_assert(offsetof(struct thread_vfork, goes_on) == VFORK_GOES_ON, "goes");
static_assert(offsetof(struct thread_vfork, bytes) == VFORK_BYTES, "bytes");

/* There may be more than one thread. */
extern unsigned char thread_is_multi;

/* Those of a task that nobody has seen begin. */
extern const struct filter *thread_filters;

/* Make or reuse a record for this thread. NULL: no memory. */
struct thread *thread_attach(void);

/*
 * A record for a thread that is about to be made with its stack ending there;
 * NULL: no memory. The thread finds it and begins with it; or none is made.
 */
struct thread *thread_reserve(uintptr_t stack_top);
struct thread *thread_of_home(uintptr_t stack_top);
struct thread *thread_begin(struct thread *reserved);
void thread_release(struct thread *reserved);

/* By gs or by its id: this thread's record, or the one that a vfork child runs
 * on; NULL: it has none yet. */
struct thread *thread_find(void);

/* The record whose vfork was called with this stack pointer; for task.S. */
struct thread *thread_of_vfork(uintptr_t rsp);

/*
 * Code was found that leaves little room on its stacks (Go's): each thread gets
 * a stack for calls, now and when it is made. Returns 0, or -ENOMEM.
 */
int thread_want_calls(void);

/* Is it on the thread's stack for calls? */
static inline int thread_on_calls(const struct thread *t, uintptr_t addr)
{
	return t->calls && t->calls_end - addr <= THREAD_CALLS_SIZE;
}

/* All records, in use or not: a list by next. */
struct thread *thread_records(void);

/* This thread's record; NULL: it has none yet. */
static inline struct thread *thread_known(void)
{
	struct thread **slot = thread_found ? NULL : thread_slot();

	return __builtin_expect(slot != NULL, 1) ? *slot : thread_find();
}

/* This thread's number and its process's, also where the program's filters
 * refuse to say it. Before a filter is in force thread_note_pid() is called. */
int thread_own_tid(void) __attribute__((cold));
int thread_own_pid(void) __attribute__((cold));

/* Is it the first of a process that has its memory in common with another one?
 */
int thread_begins_process(const struct thread *t);
void thread_note_pid(void);

/* This thread's record; NULL when there is no memory for one. */
static inline struct thread *thread_self(void)
{
	struct thread *t = thread_known();

	return __builtin_expect(t != NULL, 1) ? t : thread_attach();
}

/* Is it on the program's alternate signal stack? */
static inline int thread_on_altstack(const struct thread *t, uintptr_t addr)
{
	return addr >= t->alt.start && addr < t->alt.end;
}

/*
 * A call is entered with its frame at this address: calls under way that a
 * handler of the program has left by siglongjmp are over. They show by the
 * stack pointer having come back to their frame or above it.
 */
void thread_forget_abandoned(struct thread *t, uintptr_t frame);

/* This thread is about to exit: nothing of its record is used any more. */
void thread_detach(struct thread *t);

/* In the child of fork: the records of all other threads are free. */
void thread_after_fork(struct thread *self);

/* No call is under way on it: a task begins. */
void thread_restart(struct thread *t);

#endif /* __ASSEMBLER__ */

#endif
