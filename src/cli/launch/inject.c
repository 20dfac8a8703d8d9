/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The helper that maps the library into a program at its exec. It has no exit
 * signal: whatever the program waits for, it never sees it.
 */
#include "cli/launch/inject.h"

#include <elf.h>
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/common/cli.h"
#include "cli/common/message.h"
#include "tables/exec_door.h"

#define PAGE 4096ul
#define SEGMENTS 16
#define STACK 32768 /* of the helper */

/* The library is that far below what the kernel has mapped: near enough for
 * branches, and nothing of the program's grows into it. A program for a place
 * of its own is far from all that anyway. */
#define BELOW (1ul << 30)
#define FAR_BELOW (1ul << 40)
/* What the kernel has found a place for is above. */
#define MAPPED (1ul << 44)

/* A program that is stopped, and what is there. */
struct target {
	pid_t pid;
	const struct inject *files;
	struct user_regs_struct regs; /* as the program is to begin */
	uintptr_t vdso, loader, headers;
	uintptr_t entry; /* the library's, from its start on */
	size_t size;	 /* and its length in memory */
	int sigchld;	 /* is one pending? */
	int ends[2];	 /* of a socket: the maker's, and the helper's */
};

/* --- the library's file ------------------------------------------------------
 */

static int read_library(int fd, struct target *t)
{
	Elf64_Phdr p[SEGMENTS];
	Elf64_Ehdr e;
	ssize_t size;

	if (pread(fd, &e, sizeof(e), 0) != sizeof(e) || e.e_phnum > SEGMENTS)
		return -ENOEXEC;
	size = (ssize_t)(e.e_phnum * sizeof(p[0]));
	if (pread(fd, p, (size_t)size, (off_t)e.e_phoff) != size)
		return -ENOEXEC;
	t->entry = e.e_entry;
	for (int i = 0; i < e.e_phnum; i++) {
		if (p[i].p_type != PT_LOAD)
			continue;
		/* it is mapped in one piece */
		if (p[i].p_flags & PF_X && p[i].p_offset != p[i].p_vaddr)
			return -ENOEXEC;
		t->size = (p[i].p_vaddr + p[i].p_memsz + PAGE - 1) &
			  ~(PAGE - 1);
	}
	return 0;
}

/* --- the program's memory ----------------------------------------------------
 */

static int read_memory(const struct target *t, uintptr_t addr, void *to,
		       size_t n)
{
	const struct iovec here = {to, n}, there = {(void *)addr, n};
	ssize_t ret = process_vm_readv(t->pid, &here, 1, &there, 1, 0);

	return ret > 0 ? (int)ret : -errno;
}

static int write_memory(const struct target *t, uintptr_t addr, void *from,
			size_t n)
{
	const struct iovec here = {from, n}, there = {(void *)addr, n};
	ssize_t ret = process_vm_writev(t->pid, &here, 1, &there, 1, 0);

	return ret == (ssize_t)n ? 0 : ret < 0 ? -errno : -EFAULT;
}

/* The program's stack, word by word: as it was laid out by the kernel. */
struct reader {
	const struct target *target;
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
		int n = read_memory(r->target, r->at, r->word,
				    left < sizeof(r->word) ? left
							   : sizeof(r->word));

		r->err = n < 0 ? n : 0;
		r->i = 0;
		r->n = n > 0 ? (unsigned int)n / 8 : 0;
		r->at += r->n * 8ul;
	}
	return r->err || r->i == r->n ? 0 : r->word[r->i++];
}

static int read_auxv(struct target *t)
{
	struct reader r = {.target = t, .at = t->regs.rsp};
	uint64_t type, n = next_word(&r);

	while (n-- && !r.err)
		next_word(&r);
	next_word(&r); /* the end of the arguments */
	while (next_word(&r))
		;
	while ((type = next_word(&r)) != AT_NULL) {
		uint64_t value = next_word(&r);

		if (type == AT_SYSINFO_EHDR)
			t->vdso = value;
		else if (type == AT_BASE)
			t->loader = value;
		else if (type == AT_PHDR)
			t->headers = value;
	}
	return r.err;
}

/* --- calls that the program makes for us ------------------------------------
 */

/* A syscall instruction of the vDSO, which is the same in all processes; 0:
 * none. */
static uintptr_t find_instruction(void)
{
	const uint8_t *vdso = (const uint8_t *)getauxval(AT_SYSINFO_EHDR);
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

/* Let it go on until it stops again. */
static int go_on(const struct target *t, enum __ptrace_request how)
{
	int status;

	if (ptrace(how, t->pid, NULL, NULL) != 0)
		return -errno;
	if (waitpid(t->pid, &status, __WALL) != t->pid)
		return -errno;
	return WIFSTOPPED(status) ? 0 : -ESRCH;
}

static struct user_regs_struct call_regs(const struct target *t, long nr,
					 uintptr_t a1, size_t a2)
{
	struct user_regs_struct regs = t->regs;

	regs.rip = t->vdso + find_instruction();
	regs.rax = (unsigned long)nr;
	regs.orig_rax = -1ul;
	regs.rdi = a1;
	regs.rsi = a2;
	return regs;
}

static long map_library(const struct target *t, uintptr_t at)
{
	struct user_regs_struct regs = call_regs(t, SYS_mmap, at, t->size);
	int err;

	regs.rdx = PROT_READ | PROT_EXEC;
	regs.r10 = MAP_PRIVATE;
	regs.r8 = (unsigned long)t->files->library;
	regs.r9 = 0;
	if (ptrace(PTRACE_SETREGS, t->pid, NULL, &regs) != 0)
		return -errno;
	err = go_on(t, PTRACE_SINGLESTEP);
	if (err)
		return err;
	if (ptrace(PTRACE_GETREGS, t->pid, NULL, &regs) != 0)
		return -errno;
	return (long)regs.rax;
}

/* --- the injection -----------------------------------------------------------
 */

static uintptr_t choose_place(const struct target *t)
{
	uintptr_t mapped = t->loader ? t->loader : t->headers;

	if (mapped < MAPPED)
		return (t->regs.rsp & ~(PAGE - 1)) - FAR_BELOW;
	return (mapped & ~(PAGE - 1)) - BELOW;
}

static int put_library(struct target *t)
{
	const struct user_regs_struct *r = &t->regs;
	struct user_regs_struct regs;
	struct exec_door frame;
	uintptr_t at = t->regs.rsp - sizeof(frame);
	long base;
	int err = read_auxv(t);

	if (!err && !t->vdso)
		err = -ENOSYS;
	if (err)
		return err;
	base = map_library(t, choose_place(t));
	if (base < 0 && base > -4096)
		return (int)base;
	frame = (struct exec_door){
		.library = (uint64_t)t->files->library,
		.settings = (uint64_t)t->files->settings,
		.helper = (uint64_t)getpid(),
		.sigchld = (uint64_t)t->sigchld,
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
		.rax = r->rax,
		.rflags = r->eflags,
		.rip = r->rip,
	};
	err = write_memory(t, at, &frame, sizeof(frame));
	if (err)
		return err;
	regs = t->regs;
	regs.rsp = at;
	regs.rip = (uintptr_t)base + t->entry;
	regs.orig_rax = -1ul;
	return ptrace(PTRACE_SETREGS, t->pid, NULL, &regs) == 0 ? 0 : -errno;
}

/* It does not run without its hooks. */
static void refuse(const struct target *t, int err)
{
	struct user_regs_struct regs =
		call_regs(t, SYS_exit_group, CLI_REFUSED, 0);

	errno = -err;
	message_warn("the library cannot be mapped into the program (%m). "
		     "Remedy: zpoline run --door preload");
	if (!t->vdso || ptrace(PTRACE_SETREGS, t->pid, NULL, &regs) != 0)
		kill(t->pid, SIGKILL);
}

/* Wait for the exec; signals go on to the process. Returns 0 if it has ended.
 */
static int await_exec(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, __WALL) == pid && WIFSTOPPED(status)) {
		int event = status >> 16;

		if (event == PTRACE_EVENT_EXEC)
			return 1;
		if (event == PTRACE_EVENT_STOP)
			ptrace(PTRACE_LISTEN, pid, NULL, NULL);
		else
			ptrace(PTRACE_CONT, pid, NULL,
			       event ? 0L : (long)WSTOPSIG(status));
	}
	return 0;
}

static void inject(struct target *t)
{
	const sigset_t all = {{~0ul}};
	uint64_t mask;
	int err;

	if (!await_exec(t->pid))
		return;
	/* the exec's result is still to be written */
	err = go_on(t, PTRACE_SYSCALL);
	if (!err && ptrace(PTRACE_GETREGS, t->pid, NULL, &t->regs) != 0)
		err = -errno;
	if (!err && ptrace(PTRACE_GETSIGMASK, t->pid, sizeof(mask), &mask) != 0)
		err = -errno;
	/* nothing comes in between */
	ptrace(PTRACE_SETSIGMASK, t->pid, sizeof(mask), &all);
	if (!err)
		err = put_library(t);
	if (err)
		refuse(t, err);
	ptrace(PTRACE_SETSIGMASK, t->pid, sizeof(mask), &mask);
	ptrace(PTRACE_DETACH, t->pid, NULL, NULL);
}

/* --- the helper --------------------------------------------------------------
 */

#define OPTIONS (PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD)

/* In the memory of its maker, which is waiting or about to exec. */
static int run_helper(void *arg)
{
	struct target *t = arg;
	int err = 0;
	char word;

	close(t->ends[0]);
	/* its maker has said that it may be traced */
	if (read(t->ends[1], &word, 1) != 1)
		_exit(0);
	if (ptrace(PTRACE_SEIZE, t->pid, NULL, OPTIONS) != 0)
		err = errno;
	if (write(t->ends[1], &err, sizeof(err)) == sizeof(err) && !err)
		inject(t);
	_exit(0);
}

int inject_begin(const struct inject *files)
{
	static struct target t;
	static char stack[STACK] __attribute__((aligned(16)));
	int *ends = t.ends, err;
	sigset_t all, before, pending;
	pid_t helper;

	t = (struct target){.pid = getpid(), .files = files};
	err = read_library(files->library, &t);
	if (!err && !find_instruction())
		err = -ENOSYS;
	if (err)
		return err;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return -errno;
	sigpending(&pending);
	t.sigchld = sigismember(&pending, SIGCHLD);
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	/* without an exit signal */
	helper = clone(run_helper, stack + sizeof(stack), CLONE_VM, &t);
	err = helper < 0 ? errno : 0;
	sigprocmask(SIG_SETMASK, &before, NULL);
	close(ends[1]);
	if (!err) {
		prctl(PR_SET_PTRACER, helper, 0, 0, 0);
		if (write(ends[0], "", 1) != 1 ||
		    read(ends[0], &err, sizeof(err)) != sizeof(err))
			err = ESRCH;
		if (err)
			waitpid(helper, NULL, __WALL);
	}
	close(ends[0]);
	return -err;
}
