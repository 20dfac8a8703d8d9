/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The door at exec. Up to relocate() no word may be used that the loader would
 * have changed, and no variable: the file is mapped as it is, all of it
 * executable.
 */
#include <asm/siginfo.h>
#include <asm/signal.h>
#include <elf.h>
#include <linux/mman.h>
#include <linux/wait.h>
#include <stddef.h>

#include "base/constants.h"
#include "base/cpu.h"
#include "base/gate.h"
#include "base/log.h"
#include "base/nolibc.h"
#include "base/pages.h"
#include "base/patch.h"
#include "base/rawcall.h"
#include "start/init.h"
#include "tables/exec_door.h"

/* The library is there if the program is at an address of its own. Then there
 * is no room far below it. */
#define LOW (1ul << 40)
#define BELOW_STACK (1ul << 40)

#define WALL 0x40000000 /* __WALL: whatever signal its end sends */

/* gate_blob_syscall as a function: before it can be called by gate_syscall. */
long door_call(long a1, long a2, long a3, long a4, long a5, long a6,
	       long nr) __asm__("gate_blob_syscall")
	__attribute__((visibility("hidden")));
/* For door.S. The second one may do what any code may. */
void door_map(const struct exec_door *frame) __attribute__((visibility("hidde"
								       "n")));
void door_start(const struct exec_door *frame) __attribute__((visibility("hidde"
									 "n")));

extern const char __ehdr_start[] __attribute__((visibility("hidden")));
extern const char big_tables[] __attribute__((visibility("hidden")));
extern const Elf64_Dyn _DYNAMIC[] __attribute__((visibility("hidden")));

#define CALL(nr, a, b, c, d, e, f)                                             \
	door_call((long)(a), (long)(b), (long)(c), (long)(d), (long)(e),       \
		  (long)(f), nr)

/* Nobody can be told more: there is no log yet, and no address is right. */
static void need(long ret)
{
	static const char text[] = "zpoline: no memory to map the library. "
				   "Remedy: raise the limit on address space "
				   "(ulimit -v)\n";

	if ((unsigned long)ret < -4095ul)
		return;
	CALL(__NR_write, 2, text, sizeof(text) - 1, 0, 0, 0);
	for (;;)
		CALL(__NR_exit_group, 125, 0, 0, 0, 0, 0);
}

/* Memory of its own for a segment that is written. Nearly all of it but for big
 * tables is touched at once: one call makes these pages, where the kernel knows
 * how, in place of a fault for each. */
static void map_data(uintptr_t base, const Elf64_Phdr *p, int fd)
{
	uintptr_t start = page_down(base + p->p_vaddr);
	uintptr_t end = base + p->p_vaddr + p->p_filesz;
	uintptr_t all = page_up(base + p->p_vaddr + p->p_memsz);

	need(CALL(__NR_mmap, start, end - start, PROT_READ | PROT_WRITE,
		  MAP_PRIVATE | MAP_FIXED, fd, page_down(p->p_offset)));
	for (volatile char *c = (volatile char *)end;
	     (uintptr_t)c < page_up(end); c++)
		*c = 0;
	if (all > page_up(end))
		need(CALL(__NR_mmap, page_up(end), all - page_up(end),
			  PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS, -1, 0));
	CALL(__NR_madvise, start, page_up((uintptr_t)big_tables) - start,
	     MADV_POPULATE_WRITE, 0, 0, 0);
}

/* What is only read stays executable, too: to take that away would make the one
 * mapping three. */
static void map_segments(uintptr_t base, int fd)
{
	const Elf64_Ehdr *e = (const Elf64_Ehdr *)base;
	const Elf64_Phdr *p = (const Elf64_Phdr *)(base + e->e_phoff);

	for (const Elf64_Phdr *end = p + e->e_phnum; p < end; p++)
		if (p->p_type == PT_LOAD && p->p_flags & PF_W)
			map_data(base, p, fd);
}

/* The place of the thread-local variable is not asked for: it has none. */
static void relocate(uintptr_t base)
{
	uintptr_t at = base, end = 0;

	for (const Elf64_Dyn *d = _DYNAMIC; d->d_tag != DT_NULL; d++)
		if (d->d_tag == DT_RELA)
			at += d->d_un.d_ptr;
		else if (d->d_tag == DT_RELASZ)
			end = d->d_un.d_val;
	for (end += at; at < end; at += sizeof(Elf64_Rela)) {
		const Elf64_Rela *r = (const Elf64_Rela *)at;

		if (ELF64_R_TYPE(r->r_info) == R_X86_64_RELATIVE)
			*(uintptr_t *)(base + r->r_offset) =
				base + (uintptr_t)r->r_addend;
	}
}

static void protect_relocated(uintptr_t base)
{
	const Elf64_Ehdr *e = (const Elf64_Ehdr *)base;
	const Elf64_Phdr *p = (const Elf64_Phdr *)(base + e->e_phoff);

	for (const Elf64_Phdr *end = p + e->e_phnum; p < end; p++)
		if (p->p_type == PT_GNU_RELRO)
			sys_mprotect((void *)page_down(base + p->p_vaddr),
				     page_down(base + p->p_vaddr + p->p_memsz) -
					     page_down(base + p->p_vaddr),
				     PROT_READ);
}

/* The strings as a list. They stay. */
static char **read_settings(int fd, struct exec_door_settings *head)
{
	char **list = NULL, *text = NULL;

	if (sys_pread(fd, head, sizeof(*head), 0) == sizeof(*head))
		list = pages_map((head->count + 1) * sizeof(*list) +
				 head->size);
	if (list)
		text = (char *)(list + head->count + 1);
	if (!text ||
	    sys_pread(fd, text, head->size, sizeof(*head)) != (long)head->size)
		log_fatal("the settings cannot be read, or there is no memory "
			  "for them. Remedy: raise the limit on address space "
			  "(ulimit -v)");
	for (uint64_t i = 0; i < head->count; i++) {
		list[i] = text;
		text += strlen(text) + 1;
	}
	if (head->leaves[0][0])
		cpu_told(head->leaves);
	return list;
}

/* Only one SIGCHLD is pending at a time: a child of the program's that has
 * ended during the exec has the same one. */
static void take_sigchld(const struct exec_door *frame)
{
	const uint64_t sigchld = 1ul << (SIGCHLD - 1);
	const uint64_t at_once[2] = {0, 0};
	siginfo_t info;

	if (SYSCALL(__NR_rt_sigtimedwait, &sigchld, &info, at_once,
		    sizeof(sigchld), 0, 0) != SIGCHLD ||
	    frame->sigchld == EXEC_DOOR_TAKE)
		return;
	if (info.si_pid == (int)frame->helper) {
		info.si_pid = 0;
		SYSCALL(__NR_waitid, P_ALL, 0, &info,
			WEXITED | WNOHANG | WNOWAIT | WALL, 0, 0);
	}
	if (info.si_pid)
		SYSCALL(__NR_rt_sigqueueinfo, sys_getpid(), SIGCHLD, &info, 0,
			0, 0);
}

/* The helper watches whether the mapping works. If it has been killed, its
 * number may be another process's by now. Its end takes a while. */
static void end_watch(const struct exec_door *frame)
{
	if (frame->scratch &&
	    SYSCALL(__NR_wait4, frame->helper, 0, WALL | WNOHANG, 0, 0, 0) == 0)
		SYSCALL(__NR_kill, frame->helper, SIGKILL, 0, 0, 0, 0);
}

/* An exec gives children without an exit signal SIGCHLD as one. */
static void await_helper(const struct exec_door *frame)
{
	const uint64_t sigchld = 1ul << (SIGCHLD - 1);
	const uint64_t by_default[4] = {0};

	SYSCALL(__NR_wait4, frame->helper, 0, WALL, 0, 0, 0);
	if (frame->ignores)
		SYSCALL(__NR_rt_sigaction, SIGCHLD, by_default, 0,
			sizeof(sigchld), 0, 0);
	else if (frame->sigchld != EXEC_DOOR_LEAVE)
		take_sigchld(frame);
}

/* All of the vDSO at once: a part of it would stay a mapping of its own. */
static void clear_scratch(const struct exec_door *frame)
{
	static const uint8_t zeros[EXEC_DOOR_SCRATCH];
	struct patch p;

	if (!frame->scratch ||
	    patch_open(&p, frame->vdso, frame->scratch + sizeof(zeros),
		       PROT_READ | PROT_EXEC, PATCH_IN_PLACE) != 0)
		return;
	patch_put(&p, frame->scratch, zeros, sizeof(zeros));
	patch_close(&p);
}

void door_map(const struct exec_door *frame)
{
	const uintptr_t base = (uintptr_t)__ehdr_start;

	map_segments(base, (int)frame->library);
	relocate(base);
	gate_bootstrap();
	protect_relocated(base);
}

void door_start(const struct exec_door *frame)
{
	char **argv = (char **)(uintptr_t)&frame->stack[1];
	struct exec_door_given given = {
		.library = (int)frame->library,
		.settings = (int)frame->settings,
		.log = (int)frame->log,
	};
	struct init_start start = {
		.argc = (int)frame->stack[0],
		.argv = argv,
		.envp = argv + frame->stack[0] + 1,
		.at_exec = &given,
	};

	end_watch(frame);
	clear_scratch(frame);
	if ((uintptr_t)__ehdr_start < LOW)
		pages_begin((uintptr_t)frame - BELOW_STACK);
	start.settings = read_settings(given.settings, &given.head);
	given.strings = start.settings;
	await_helper(frame);
	init_start(&start);
}
