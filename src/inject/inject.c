/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The helper, and what its maker does with it. No libc, no variables: both may
 * be anybody's. */
#include "inject/inject.h"

#include <asm/errno.h>
#include <asm/signal.h>
#include <asm/unistd.h>
#include <elf.h>
#include <linux/futex.h>
#include <linux/mman.h>
#include <linux/prctl.h>
#include <linux/ptrace.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <linux/uio.h>
#include <linux/wait.h>

#include "tables/exec_door.h"

#define PAGE 4096ul
#define SEGMENTS 16

/* The library is that far below what the kernel has mapped: near enough for
 * branches, and nothing of the program's grows into it. */
#define BELOW (1ul << 30)
/* What the kernel has found a place for is above. A program for a place of its
 * own has its heap above it, and the library is far from all that. */
#define MAPPED (1ul << 44)
#define FAR_BELOW (1ul << 40)
/* But Go's runtime makes no use of brk: as far as branches reach. */
#define ABOVE ((2ul << 30) - (16ul << 20))

/* For entry.S, and from there. */
extern const char inject_entry[] __attribute__((visibility("hidden")));
extern const char inject_code[] __attribute__((visibility("hidden")));
extern const char inject_code_entry[] __attribute__((visibility("hidden")));
extern const char inject_code_end[] __attribute__((visibility("hidden")));
void inject_help(struct inject *j) __attribute__((visibility("hidden")));

#define CALL(j, nr, a, b, c, d, e)                                             \
	(j)->call((long)(a), (long)(b), (long)(c), (long)(d), (long)(e), 0,    \
		  __NR_##nr)

/* --- what is the same for every program --------------------------------------
 */

static int read_library(struct inject *j)
{
	Elf64_Phdr p[SEGMENTS];
	Elf64_Ehdr e;
	long size;

	if (CALL(j, pread64, j->library, &e, sizeof(e), 0, 0) != sizeof(e) ||
	    e.e_phnum > SEGMENTS)
		return -ENOEXEC;
	size = (long)(e.e_phnum * sizeof(p[0]));
	if (CALL(j, pread64, j->library, p, size, e.e_phoff, 0) != size)
		return -ENOEXEC;
	j->entry = e.e_entry;
	for (int i = 0; i < e.e_phnum; i++) {
		if (p[i].p_type != PT_LOAD)
			continue;
		/* it is mapped in one piece */
		if (p[i].p_flags & PF_X && p[i].p_offset != p[i].p_vaddr)
			return -ENOEXEC;
		j->size = (p[i].p_vaddr + p[i].p_memsz + PAGE - 1) &
			  ~(PAGE - 1);
	}
	return 0;
}

/* A syscall instruction of the vDSO, which is the same in all processes; 0:
 * none. */
static uintptr_t find_instruction(const uint8_t *vdso)
{
	const Elf64_Ehdr *e = (const Elf64_Ehdr *)vdso;
	const Elf64_Phdr *p;

	if (!vdso)
		return 0;
	p = (const Elf64_Phdr *)(vdso + e->e_phoff);
	for (int i = 0; i < e->e_phnum; i++) {
		if (p[i].p_type != PT_LOAD || !(p[i].p_flags & PF_X))
			continue;
		for (uintptr_t at = 0; at + 1 < p[i].p_filesz; at++)
			if (vdso[at] == 0x0f && vdso[at + 1] == 0x05)
				return at;
	}
	return 0;
}

/* Behind its end, where its last page has nothing but zeros; 0: there is too
 * little. */
static uintptr_t find_scratch(const uint8_t *vdso)
{
	const Elf64_Ehdr *e = (const Elf64_Ehdr *)vdso;
	const Elf64_Phdr *p;
	uintptr_t end = 0;

	if (!vdso)
		return 0;
	p = (const Elf64_Phdr *)(vdso + e->e_phoff);
	for (int i = 0; i < e->e_phnum; i++)
		if (p[i].p_type == PT_LOAD && p[i].p_offset == p[i].p_vaddr)
			end = p[i].p_vaddr + p[i].p_memsz;
	if (-end % PAGE < EXEC_DOOR_SCRATCH)
		return 0;
	end = (end + PAGE - 1) & ~(PAGE - 1);
	for (uintptr_t at = end - EXEC_DOOR_SCRATCH; at < end; at++)
		if (vdso[at])
			return 0;
	return end - EXEC_DOOR_SCRATCH;
}

int inject_look(struct inject *j)
{
	int err = read_library(j);

	j->scratch = find_scratch((const uint8_t *)j->vdso);
	j->instruction = find_instruction((const uint8_t *)j->vdso);
	return err ? err : j->instruction ? 0 : -ENOSYS;
}

/* --- the program's memory ----------------------------------------------------
 */

static int read_memory(const struct inject *j, uintptr_t addr, void *to,
		       size_t n)
{
	const struct iovec here = {to, n}, there = {(void *)addr, n};

	return (int)CALL(j, process_vm_readv, j->target, &here, 1, &there, 1);
}

static int write_memory(const struct inject *j, uintptr_t addr, void *from,
			size_t n)
{
	const struct iovec here = {from, n}, there = {(void *)addr, n};
	long ret = CALL(j, process_vm_writev, j->target, &here, 1, &there, 1);

	return ret == (long)n ? 0 : ret < 0 ? (int)ret : -EFAULT;
}

/* The program's stack, word by word: as it was laid out by the kernel. */
struct reader {
	const struct inject *inject;
	uintptr_t at;
	uint64_t word[256];
	unsigned int i, n;
	int err;
};

static uint64_t next_word(struct reader *r)
{
	if (r->i == r->n && !r->err) {
		/* the last page ends with the stack */
		size_t left = PAGE - r->at % PAGE;
		int n = read_memory(r->inject, r->at, r->word,
				    left < sizeof(r->word) ? left
							   : sizeof(r->word));

		r->err = n < 0 ? n : 0;
		r->i = 0;
		r->n = n > 0 ? (unsigned int)n / 8 : 0;
		r->at += r->n * 8ul;
	}
	return r->err || r->i == r->n ? 0 : r->word[r->i++];
}

static int read_auxv(struct inject *j)
{
	struct reader r;
	uint64_t type, n;

	r.inject = j;
	r.at = j->regs.rsp;
	r.i = r.n = 0;
	r.err = 0;
	n = next_word(&r);
	while (n-- && !r.err)
		next_word(&r);
	next_word(&r); /* the end of the arguments */
	while (next_word(&r))
		;
	while ((type = next_word(&r)) != AT_NULL) {
		uint64_t value = next_word(&r);

		if (type == AT_SYSINFO_EHDR)
			j->its_vdso = value;
		else if (type == AT_BASE)
			j->loader = value;
		else if (type == AT_PHDR)
			j->headers = value;
		else if (type == AT_PHNUM)
			j->segments = value;
	}
	return r.err;
}

/* --- calls that the program makes for us ------------------------------------
 */

static long trace(const struct inject *j, long how, uintptr_t addr,
		  const void *data)
{
	return CALL(j, ptrace, how, j->target, addr, data, 0);
}

/* Wait until it stops. It may have another number than before: that of a thread
 * that is gone. Returns the status, or -errno. */
static int await_stop(struct inject *j)
{
	int status;
	long ret;

	do
		ret = CALL(j, wait4, -1, &status, __WALL | __WNOTHREAD, 0, 0);
	while (ret == -EINTR);
	if (ret <= 0)
		return ret ? (int)ret : -ESRCH;
	j->target = (int32_t)ret;
	return (status & 0xff) == 0x7f ? status : -ESRCH;
}

/* It has stopped for something else: it stays stopped while a signal says so,
 * and goes on when it is continued. */
static long pass_on(struct inject *j, long how, int status)
{
	int event = status >> 16, sig = status >> 8 & 0xff;

	if (event == PTRACE_EVENT_STOP && sig != SIGTRAP)
		return trace(j, PTRACE_LISTEN, 0, NULL);
	return trace(j, how, 0, (void *)(event ? 0L : (long)sig));
}

/* SIGSTOP cannot be blocked. */
static int is_stop_signal(int status)
{
	return status >> 16 == PTRACE_EVENT_STOP || status >> 8 == SIGSTOP;
}

/* Let it go on until it stops again. */
static int go_on(struct inject *j, long how)
{
	long err = trace(j, how, 0, NULL);
	int status = err ? (int)err : await_stop(j);

	while (status > 0 && is_stop_signal(status)) {
		err = pass_on(j, how, status);
		status = err ? (int)err : await_stop(j);
	}
	return status < 0 ? status : 0;
}

static struct inject_regs call_regs(const struct inject *j, long nr,
				    uintptr_t a1, size_t a2)
{
	struct inject_regs regs = j->regs;

	regs.rip = j->its_vdso + j->instruction;
	regs.rax = (unsigned long)nr;
	regs.orig_rax = -1ul;
	regs.rdi = a1;
	regs.rsi = a2;
	return regs;
}

static long make_call(struct inject *j, struct inject_regs *regs)
{
	long err = trace(j, PTRACE_SETREGS, 0, regs);

	if (!err)
		err = go_on(j, PTRACE_SINGLESTEP);
	if (!err)
		err = trace(j, PTRACE_GETREGS, 0, regs);
	return err ? err : (long)regs->rax;
}

/* --- the injection -----------------------------------------------------------
 */

/* Has the program, which is where it was linked for, a note of Go's linker? */
static int is_go(const struct inject *j)
{
	Elf64_Phdr p[SEGMENTS];
	size_t size = j->segments * sizeof(p[0]);
	struct {
		Elf64_Nhdr head;
		char name[4];
	} note;

	if (j->loader || j->segments > SEGMENTS ||
	    read_memory(j, j->headers, p, size) != (int)size)
		return 0;
	for (uint64_t i = 0; i < j->segments; i++)
		if (p[i].p_type == PT_NOTE &&
		    read_memory(j, p[i].p_vaddr, &note, sizeof(note)) ==
			    sizeof(note) &&
		    note.head.n_namesz == sizeof(note.name) &&
		    note.name[0] == 'G' && note.name[1] == 'o' &&
		    note.name[2] == '\0')
			return 1;
	return 0;
}

static uintptr_t choose_place(const struct inject *j)
{
	uintptr_t mapped = j->loader ? j->loader : j->headers;

	if (mapped >= MAPPED)
		return (mapped & ~(PAGE - 1)) - BELOW;
	if (is_go(j))
		return (mapped & ~(PAGE - 1)) + ABOVE;
	return (j->regs.rsp & ~(PAGE - 1)) - FAR_BELOW;
}

/* Below the program's stack pointer. */
static int write_frame(const struct inject *j, uintptr_t scratch)
{
	const struct inject_regs *r = &j->regs;
	struct exec_door frame = {
		.library = (uint64_t)j->library,
		.settings = (uint64_t)j->settings,
		.log = (uint64_t)j->log,
		.helper = (uint64_t)j->number,
		.sigchld = (uint64_t)j->sigchld,
		.ignores = (uint64_t)j->ignores,
		.vdso = j->its_vdso,
		.scratch = scratch,
		.r15 = r->r15,
		.r14 = r->r14,
		.r13 = r->r13,
		.r12 = r->r12,
		.r11 = r->r11,
		.r10 = r->r10,
		.r9 = r->r9,
		.r8 = r->r8,
		.rbp = r->rbp,
		.rdi = r->rdi,
		.rsi = r->rsi,
		.rdx = r->rdx,
		.rcx = r->rcx,
		.rbx = r->rbx,
		.rax = 0, /* of an exec that has worked */
		.rflags = r->eflags,
		.rip = r->rip,
	};

	return write_memory(j, r->rsp - sizeof(frame), &frame, sizeof(frame));
}

/* It is to go on at rip, with these registers and the frame. */
static int go_on_at(struct inject *j, struct inject_regs *regs, uintptr_t rip)
{
	regs->rsp = j->regs.rsp - sizeof(struct exec_door);
	regs->rip = rip;
	regs->orig_rax = -1ul;
	return (int)trace(j, PTRACE_SETREGS, 0, regs);
}

static struct inject_regs mapping_regs(const struct inject *j)
{
	struct inject_regs regs =
		call_regs(j, __NR_mmap, choose_place(j), j->size);

	regs.rdx = PROT_READ | PROT_EXEC;
	regs.r10 = MAP_PRIVATE;
	regs.r8 = (unsigned long)j->library;
	regs.r9 = 0;
	return regs;
}

/* Every program has address space for the library, but for those with a limit
 * on it. */
static int will_map(const struct inject *j)
{
	uint64_t space[2];

	return j->scratch && j->is_unfiltered &&
	       CALL(j, prlimit64, 0, RLIMIT_AS, 0, space, 0) == 0 &&
	       space[0] == RLIM64_INFINITY;
}

/* Or zeros again, where entry is 0. */
static int write_code(const struct inject *j, uintptr_t at, uint32_t entry)
{
	uint64_t word[EXEC_DOOR_SCRATCH / 8] = {0};
	uint8_t *bytes = (uint8_t *)word;
	const size_t n = (size_t)(inject_code_end - inject_code);
	long err = n > EXEC_DOOR_SCRATCH ? -ENOSPC : 0;

	for (size_t i = 0; i < n && !err && entry; i++)
		bytes[i] = (uint8_t)inject_code[i];
	for (size_t i = 0; i < sizeof(entry) && entry; i++)
		bytes[inject_code_entry - inject_code - 4 + (long)i] =
			(uint8_t)(entry >> 8 * i);
	for (size_t i = 0; i < EXEC_DOOR_SCRATCH / 8 && !err; i++)
		err = trace(j, PTRACE_POKEDATA, at + 8 * i,
			    (const void *)word[i]);
	return (int)err;
}

/* Stopped at the event of its exec. Returns 0, or what stands in the way: then
 * nothing has happened that the program would see. */
static int put_code(struct inject *j)
{
	struct inject_regs regs;
	uintptr_t at;
	int err = will_map(j) ? read_auxv(j) : -ENOSYS;

	at = j->its_vdso + j->scratch;
	if (!err)
		err = j->its_vdso ? write_code(j, at, (uint32_t)j->entry)
				  : -ENOSYS;
	if (!err)
		err = write_frame(j, at);
	if (err)
		return err;
	regs = mapping_regs(j);
	return go_on_at(j, &regs, at);
}

/* The exec's result is still to be written, and then seen whether the mapping
 * works. */
static int put_library(struct inject *j)
{
	struct inject_regs regs, call;
	int err = go_on(j, PTRACE_SYSCALL);
	long base;

	if (!err)
		err = (int)trace(j, PTRACE_GETREGS, 0, &j->regs);
	if (!err)
		err = read_auxv(j);
	if (!err && !j->its_vdso)
		err = -ENOSYS;
	if (err)
		return err;
	regs = j->regs;
	call = mapping_regs(j);
	base = make_call(j, &call);
	if (base < 0 && base > -4096)
		return (int)base;
	err = write_frame(j, 0);
	return err ? err : go_on_at(j, &regs, (uintptr_t)base + j->entry);
}

/* Nothing in the program will put SIGCHLD back: it gets one for this process.
 */
static void heed_in_program(struct inject *j)
{
	uint64_t by_default[4] = {0};
	uintptr_t at = j->regs.rsp - sizeof(by_default);
	struct inject_regs regs = call_regs(j, __NR_rt_sigaction, SIGCHLD, at);

	regs.rdx = 0;
	regs.r10 = sizeof(j->mask);
	if (j->its_vdso &&
	    write_memory(j, at, by_default, sizeof(by_default)) == 0)
		make_call(j, &regs);
}

/* The program runs without its hooks, or not at all. */
static void give_up(struct inject *j, int err)
{
	int status = j->failed(err);
	struct inject_regs regs = j->regs;

	if (status < 0 && j->ignores)
		heed_in_program(j);
	if (status >= 0)
		regs = call_regs(j, __NR_exit_group, (uintptr_t)status, 0);
	regs.orig_rax = -1ul;
	if ((status >= 0 && !j->its_vdso) ||
	    trace(j, PTRACE_SETREGS, 0, &regs) != 0)
		CALL(j, kill, j->target, SIGKILL, 0, 0, 0);
}

/* Returns 0 if there is none. Its maker has its signals blocked. */
static int await_exec(struct inject *j)
{
	int status;

	while ((status = await_stop(j)) > 0) {
		if (status >> 16 == PTRACE_EVENT_EXEC)
			return 1;
		pass_on(j, PTRACE_CONT, status);
	}
	return 0;
}

/* Is it where the mapping has failed? A SIGTRAP may also have been sent. */
static int has_failed(const struct inject *j, int status,
		      struct inject_regs *regs)
{
	return status >> 8 == SIGTRAP &&
	       trace(j, PTRACE_GETREGS, 0, regs) == 0 &&
	       regs->rip - (j->its_vdso + j->scratch) <= EXEC_DOOR_SCRATCH;
}

/* It runs: into the library, which kills the helper, or to where the mapping
 * has failed. Returns -errno; 0: it is gone. */
static int watch(struct inject *j)
{
	struct inject_regs regs;
	int status;

	/* whoever kills the helper now does not kill the program */
	trace(j, PTRACE_SETOPTIONS, 0, NULL);
	trace(j, PTRACE_CONT, 0, NULL);
	while ((status = await_stop(j)) > 0 && !has_failed(j, status, &regs))
		pass_on(j, PTRACE_CONT, status);
	if (status < 0)
		return 0;
	write_code(j, j->its_vdso + j->scratch, 0);
	j->regs.rax = 0;
	return (int)regs.rax;
}

static void inject(struct inject *j)
{
	int err;

	if (!await_exec(j))
		return;
	/* from here on it does not run but as it is meant to */
	trace(j, PTRACE_SETOPTIONS, 0,
	      (void *)(PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD));
	err = (int)trace(j, PTRACE_GETREGS, 0, &j->regs);
	if (!err && put_code(j) == 0) {
		trace(j, PTRACE_SETSIGMASK, sizeof(j->mask), &j->mask);
		err = watch(j);
		if (!err)
			return;
	} else if (!err) {
		err = put_library(j);
	}
	if (err == -ESRCH)
		return; /* it was killed */
	if (err)
		give_up(j, err);
	trace(j, PTRACE_SETSIGMASK, sizeof(j->mask), &j->mask);
	trace(j, PTRACE_DETACH, 0, NULL);
}

/* --- the helper and its maker ------------------------------------------------
 */

enum word { NOTHING, TRACES, MAY_NOT, TRY_AGAIN };

static void say(struct inject *j, uint32_t word)
{
	__atomic_store_n(&j->word, word, __ATOMIC_RELEASE);
	CALL(j, futex, &j->word, FUTEX_WAKE_PRIVATE, 1, 0, 0);
}

static void listen(struct inject *j, uint32_t before)
{
	static const int64_t a_while[2] = {0, 20000000};

	CALL(j, futex, &j->word, FUTEX_WAIT_PRIVATE, before, a_while, 0);
}

/* Wait until something else is said, or the helper is gone. */
static uint32_t hear(struct inject *j, uint32_t before)
{
	uint32_t word;

	while ((word = __atomic_load_n(&j->word, __ATOMIC_ACQUIRE)) == before &&
	       __atomic_load_n(&j->helper, __ATOMIC_ACQUIRE))
		listen(j, before);
	return word;
}

/* There is nothing to wait for yet. Where a filter refuses to wait, the program
 * would go on by itself. */
static int may_wait(const struct inject *j)
{
	int status;

	return CALL(j, wait4, -1, &status, __WALL | __WNOTHREAD | WNOHANG, 0,
		    0) == -ECHILD;
}

static int seize(struct inject *j)
{
	return may_wait(j) &&
	       trace(j, PTRACE_SEIZE, 0,
		     (void *)(PTRACE_O_TRACEEXEC | PTRACE_O_TRACESYSGOOD)) == 0;
}

/* Wait until the maker says something else. One that is killed says nothing any
 * more; then the helper has another parent. */
static int is_told(struct inject *j, uint32_t before)
{
	while (__atomic_load_n(&j->word, __ATOMIC_ACQUIRE) == before) {
		if (CALL(j, getppid, 0, 0, 0, 0, 0) != j->process)
			return 0;
		listen(j, before);
	}
	return 1;
}

void inject_help(struct inject *j)
{
	int traces, waits = 1;

	j->target = j->maker;
	j->number = __atomic_load_n(&j->helper, __ATOMIC_ACQUIRE);
	while (!(traces = seize(j)) && waits) {
		say(j, MAY_NOT);
		waits = is_told(j, MAY_NOT);
	}
	if (traces) {
		say(j, TRACES);
		inject(j);
	}
	for (;;)
		CALL(j, exit, 0, 0, 0, 0, 0);
}

/* A child of who ignores SIGCHLD leaves neither a zombie nor its times, and no
 * signal. That lasts through the exec. */
static void ignore_end(struct inject *j)
{
	const uint64_t ignoring[4] = {(uint64_t)SIG_IGN};

	j->ignores = j->is_single &&
		     CALL(j, rt_sigaction, SIGCHLD, ignoring, j->action,
			  sizeof(j->mask), 0) == 0 &&
		     j->action[0] != ignoring[0];
}

static void heed_again(struct inject *j)
{
	if (j->ignores)
		CALL(j, rt_sigaction, SIGCHLD, j->action, 0, sizeof(j->mask),
		     0);
}

#define HELPER                                                                 \
	(CLONE_VM | CLONE_UNTRACED | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID)

int inject_begin(struct inject *j, void *stack_end)
{
	uintptr_t *top = (uintptr_t *)stack_end - 2;
	long ret;

	top[0] = (uintptr_t)inject_entry;
	top[1] = (uintptr_t)j;
	j->word = NOTHING;
	j->its_vdso = j->loader = j->headers = j->segments = 0;
	ignore_end(j);
	ret = CALL(j, clone, HELPER, top, &j->helper, &j->helper, 0);
	if (ret < 0) {
		heed_again(j);
		__atomic_store_n(&j->helper, 0, __ATOMIC_RELEASE);
		return (int)ret;
	}
	j->number = (int32_t)ret;
	if (hear(j, NOTHING) == TRACES)
		return 0;
	/* only who is named may trace, with Yama */
	if (CALL(j, prctl, PR_SET_PTRACER, ret, 0, 0, 0) == 0) {
		say(j, TRY_AGAIN);
		if (hear(j, TRY_AGAIN) == TRACES)
			return 0;
	}
	inject_end(j);
	return -EPERM;
}

/* It may have been killed, and waited for by another thread: the number is
 * another process's then, or another thread's child's. */
static int has_ended(const struct inject *j)
{
	return CALL(j, wait4, j->number, 0, __WALL | __WNOTHREAD | WNOHANG, 0,
		    0) != 0;
}

void inject_end(struct inject *j)
{
	if (!has_ended(j)) {
		CALL(j, kill, j->number, SIGKILL, 0, 0, 0);
		CALL(j, wait4, j->number, 0, __WALL | __WNOTHREAD, 0, 0);
	}
	heed_again(j);
}
