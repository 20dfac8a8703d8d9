/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * An entry is changed in one of two ways.
 *
 *   JUMP  ff 25 00 00 00 00 and an address: jmp *0(%rip). At start-up only:
 *         the fourteen bytes hold several instructions of the kernel's, and a
 *         thread that was between two of them would go on amid the new ones.
 *   TRAP  f4: hlt. One byte, so there is no place amid it, whatever the
 *         other threads, or frames below a signal handler, are doing. It
 *         faults, and faults.c sends what comes to the same place: for the
 *         price of a signal.
 *
 * Either is taken back at any time: no frame returns to the changed bytes, for
 * they hold no call. A jump becomes a trap first and loses its tail behind
 * that, so no thread ever sees half of it; the address that it loads is out of
 * date only for one that has begun to execute it, and the change of protection
 * between the steps interrupts all processors that run the process.
 */
#include "intercept/vdso.h"

#include <asm/errno.h>
#include <asm/sigcontext.h>
#include <linux/mman.h>
#include <linux/time.h>
#include <linux/time_types.h>

#include "analysis/auxv.h"
#include "analysis/decode.h"
#include "analysis/dynsym.h"
#include "base/log.h"
#include "base/nolibc.h"
#include "base/patch.h"
#include "base/rawcall.h"
#include "thread/memory.h"
#include "thread/seccomp_filters.h"
#include "thread/thread.h"

#define CACHE_LINE 64
#define GENERAL_PROTECTION 13
#define HLT 0xf4
#define JUMP_SIZE 14
#define BILLION 1000000000ull
#define NAME_MAX_SIZE 32

extern const char vdso_calls[], vdso_calls_end[];
void vdso_clock_gettime(void), vdso_gettimeofday(void), vdso_time(void),
	vdso_clock_getres(void), vdso_getcpu(void), vdso_getrandom(void);

static struct function {
	const char *name;
	void (*target)(void);
	uintptr_t entry; /* 0: not looked for, or there is none */
	unsigned short nr;
	uint8_t wanted;
	enum { AS_IT_WAS, JUMP, TRAP } state;
	uint8_t old[JUMP_SIZE];
} functions[] = {
	{"clock_gettime", vdso_clock_gettime, .nr = __NR_clock_gettime},
	{"gettimeofday", vdso_gettimeofday, .nr = __NR_gettimeofday},
	{"time", vdso_time, .nr = __NR_time},
	{"clock_getres", vdso_clock_getres, .nr = __NR_clock_getres},
	{"getcpu", vdso_getcpu, .nr = __NR_getcpu},
	{"getrandom", vdso_getrandom, .nr = __NR_getrandom},
};
#define FUNCTIONS (sizeof(functions) / sizeof(functions[0]))

/* What the vDSO's getrandom says when it is asked for its parameters. */
extern struct vdso_random {
	long result;
	uint8_t params[VDSO_PARAMS];
} vdso_random;
struct vdso_random vdso_random;

static uintptr_t image; /* the vDSO's ELF header; 0: there is none */
static int started;

/* --- the vDSO as an ELF object ----------------------------------------------
 */

/* All of it that is mapped. */
static size_t image_size(uintptr_t base)
{
	const Elf64_Ehdr *e = (const Elf64_Ehdr *)base;
	const Elf64_Phdr *p = (const Elf64_Phdr *)(base + e->e_phoff);
	size_t size = 0;

	for (unsigned int i = 0; i < e->e_phnum; i++)
		if (p[i].p_type == PT_LOAD)
			size = p[i].p_offset + p[i].p_memsz;
	return size;
}

uintptr_t vdso_function(uintptr_t base, const char *name, size_t *size)
{
	char symbol[NAME_MAX_SIZE];
	const Elf64_Sym *s;
	struct dynsym d;

	nolibc_format(symbol, sizeof(symbol), "__vdso_%s", name);
	dynsym_open_image(&d, base);
	s = dynsym_find(&d, symbol);
	if (!s)
		return 0;
	*size = s->st_size;
	return d.bias + s->st_value;
}

/* --- changing an entry ------------------------------------------------------
 */

static struct patch patch; /* of all entries, at start */
static int is_open;

/* All of the vDSO at once: a part of it would stay a mapping of its own. */
static int open_image(struct patch *p)
{
	return patch_open(p, image, image + image_size(image),
			  PROT_READ | PROT_EXEC, PATCH_IN_PLACE);
}

static int put_code(uintptr_t at, const uint8_t *bytes, size_t n)
{
	struct patch p;
	int err;

	if (is_open)
		return patch_put(&patch, at, bytes, n);
	err = open_image(&p);
	if (err)
		return err;
	err = patch_put(&p, at, bytes, n);
	return patch_close(&p) || err ? -EIO : 0;
}

static int put_entry_jump(struct function *f)
{
	uint8_t bytes[JUMP_SIZE] = {0xff, 0x25};

	memcpy(bytes + 6, &f->target, sizeof(f->target));
	return put_code(f->entry, bytes, sizeof(bytes));
}

static int put_trap(struct function *f)
{
	static const uint8_t hlt = HLT;

	return put_code(f->entry, &hlt, 1);
}

static int restore_entry(struct function *f)
{
	int err = 0;

	if (f->state == JUMP) {
		err = put_trap(f);
		if (!err)
			err = put_code(f->entry + 1, f->old + 1, JUMP_SIZE - 1);
	}
	return err ? err : put_code(f->entry, f->old, 1);
}

/* While the function is the kernel's. */
static void ask_random(const struct function *f)
{
	long (*getrandom)(void *, size_t, unsigned int, void *, size_t) =
		(long (*)(void *, size_t, unsigned int, void *,
			  size_t))f->entry;

	vdso_random.result =
		getrandom(NULL, 0, 0, vdso_random.params, (size_t)-1);
}

static int find_entry(struct function *f)
{
	size_t size;

	f->entry = vdso_function(image, f->name, &size);
	if (!f->entry)
		return 0;
	memcpy(f->old, (const void *)f->entry, JUMP_SIZE);
	if (f->nr == __NR_getrandom)
		ask_random(f);
	/* a jump is fetched whole if it lies in one line */
	return size >= JUMP_SIZE &&
	       f->entry % CACHE_LINE <= CACHE_LINE - JUMP_SIZE;
}

/* --- the clock, for us ------------------------------------------------------
 */

/* In vdso.S: its first instructions, which a jump will take the place of, and a
 * jump behind them. */
extern uint8_t vdso_clock[VDSO_CLOCK];
static uintptr_t kernels_clock; /* that, or 0: it is not there */

/* Does it do the same elsewhere? */
static int can_move(const struct decode_insn *i)
{
	return !decode_is_branch(i) &&
	       !(i->has_modrm && i->mod == 0 && i->rm == DECODE_RIP);
}

static void keep_clock(uintptr_t entry)
{
	static const uint8_t jump[] = {0xff, 0x25, 0, 0, 0, 0};
	uint8_t code[VDSO_CLOCK];
	const uintptr_t at = (uintptr_t)vdso_clock;
	struct decode_insn i;
	struct patch p;
	uintptr_t back;
	size_t n = 0;

	for (; n < JUMP_SIZE; n += i.length)
		if (!decode(entry + n, VDSO_CLOCK, &i) || !can_move(&i))
			return;
	back = entry + n;
	memcpy(code, (const void *)entry, n);
	memcpy(code + n, jump, sizeof(jump));
	memcpy(code + n + sizeof(jump), &back, sizeof(back));
	if (patch_open(&p, at, at + VDSO_CLOCK, PROT_READ | PROT_EXEC,
		       PATCH_IN_PLACE) != 0)
		return;
	if (patch_put(&p, at, code, n + JUMP_SIZE) == 0)
		kernels_clock = at;
	patch_close(&p);
}

static int switch_entry(struct function *f)
{
	int can_jump = 0, err;

	if (!f->wanted) {
		err = restore_entry(f);
		if (!err)
			f->state = AS_IT_WAS;
		return err;
	}
	if (!f->entry)
		can_jump = find_entry(f) && !started;
	if (!f->entry)
		return 0;
	if (f == &functions[0] && !kernels_clock)
		keep_clock(f->entry);
	err = can_jump ? put_entry_jump(f) : put_trap(f);
	if (!err)
		f->state = can_jump ? JUMP : TRAP;
	return err;
}

static void apply(struct function *f)
{
	int err;

	if (!image || f->wanted == (f->state != AS_IT_WAS))
		return;
	err = switch_entry(f);
	if (err && err != SECCOMP_FILTERS_REFUSED)
		log_line("the kernel refuses to change the vDSO (error %d): "
			 "%s is hooked where it is a system call only",
			 -err, f->name);
}

void vdso_want(unsigned int nr, int wanted)
{
	for (size_t i = 0; i < FUNCTIONS; i++) {
		if (functions[i].nr != nr)
			continue;
		functions[i].wanted = wanted != 0;
		if (started)
			apply(&functions[i]);
	}
}

void vdso_start(char **envp)
{
	int any = 0;

	image = auxv_value(envp, AT_SYSINFO_EHDR);
	for (size_t i = 0; i < FUNCTIONS; i++)
		any |= functions[i].wanted;
	is_open = image && any && open_image(&patch) == 0;
	for (size_t i = 0; i < FUNCTIONS; i++)
		apply(&functions[i]);
	if (is_open)
		patch_close(&patch);
	is_open = 0;
	started = 1;
}

struct reading {
	int clock;
	int (*clock_gettime)(int, struct __kernel_timespec *);
	struct __kernel_timespec time;
	int err;
};

static void read_clock(void *arg)
{
	struct reading *r = arg;

	r->err = r->clock_gettime(r->clock, &r->time);
}

/*
 * The instruction that reads the time stamp counter may be forbidden to a
 * thread (PR_SET_TSC, seccomp's strict mode), by whoever has started the
 * program, too: it faults then, and no more is asked of it.
 */
static int try_clock(struct thread *t, struct reading *r)
{
	int err = memory_attempt(read_clock, r, &t->clock.sp);

	t->clock.sp = 0;
	if (err)
		t->clock.faults = 1;
	return err ? err : r->err;
}

int vdso_clock_failed(const struct thread *t, struct sigcontext *regs)
{
	if (!t || !t->clock.sp)
		return 0;
	regs->rip = (uintptr_t)memory_attempt_failed;
	regs->rsp = t->clock.sp;
	return 1;
}

uint64_t vdso_now(struct thread *t)
{
	return vdso_clock_of(t, CLOCK_MONOTONIC);
}

uint64_t vdso_clock_of(struct thread *t, int number)
{
	struct function *f = &functions[0]; /* clock_gettime */
	struct reading r = {.clock = number};

	/* where the signal is blocked a fault would kill */
	if (t->clock.faults || t->masks.really_blocked)
		return 0;
	if (!f->entry && image)
		find_entry(f);
	/* hooked, it would come to dispatch(), for more stack and time */
	if (!f->entry || (!kernels_clock && f->state != AS_IT_WAS))
		return 0;
	r.clock_gettime = (int (*)(int, struct __kernel_timespec *))(
		kernels_clock ? kernels_clock : f->entry);
	if (try_clock(t, &r) != 0)
		return 0;
	return (uint64_t)r.time.tv_sec * BILLION + (uint64_t)r.time.tv_nsec;
}

/* --- what comes ------------------------------------------------------------
 */

/* The kernel's own instructions at an entry do not fault in this way. A thread
 * that has met our hlt comes here even if it is no longer there. */
int vdso_arrived(struct sigcontext *regs)
{
	if (regs->trapno != GENERAL_PROTECTION)
		return 0;
	for (size_t i = 0; i < FUNCTIONS; i++) {
		if (!functions[i].entry || regs->rip != functions[i].entry)
			continue;
		regs->rip = (uintptr_t)functions[i].target;
		return 1;
	}
	return 0;
}

int vdso_holds(uintptr_t addr)
{
	return addr >= (uintptr_t)vdso_calls &&
	       addr < (uintptr_t)vdso_calls_end;
}
