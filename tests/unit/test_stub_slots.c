/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Stubs for call sites in mappings, within reach of the library's slots (here
 * the program's) and out of it. Each test is a process of its own.
 */
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "analysis/insn.h"
#include "base/gate.h"
#include "intercept/sites.h"
#include "intercept/sled.h"
#include "intercept/stub_slots.h"
#include "thread/memory.h"
#include "unit.h"

/* Nothing of it goes away. */
size_t memory_copy_in(void *dst, uintptr_t src, size_t n)
{
	memcpy(dst, (const void *)src, n);
	return n;
}

void near_run(void);

extern char near_stack[], near_after[], entry_jump[], entry_jump_end[];
extern uint64_t near_state[17], near_entered[2], near_passes;
extern void *near_target;

#define near_top (near_stack + 4096)

enum { RAX, RCX = 2, RSI = 4, RDI, R11 = 10, RFLAGS = 15, RSP };

#define ANSWER 0x600d /* what entry_jump answers */
#define TF 0x100
#define SAMPLE_ROOM 64
#define RED_ZONE 128

struct sample {
	const char *name;
	const uint8_t *start, *site, *end;
	int nr;		/* constant, or -1 */
	int count;	/* instructions before it */
	uint64_t given; /* in rdi */
};

#define SAMPLE(name) near_##name, near_##name##_site, near_##name##_end
#define DECLARE(name) extern const uint8_t SAMPLE_OF(name)
#define SAMPLE_OF(name) near_##name[], near_##name##_site[], near_##name##_end[]
DECLARE(constant);
DECLARE(wide);
DECLARE(none);
DECLARE(two);
DECLARE(variable);
DECLARE(loaded);
DECLARE(tight);
DECLARE(plain);

static const struct sample samples[] = {
	{"constant", SAMPLE(constant), 39, 1, 0},
	{"wide", SAMPLE(wide), 110, 1, 0},
	{"none", SAMPLE(none), 500, 1, 0},
	{"two", SAMPLE(two), 39, 2, 0},
	{"variable", SAMPLE(variable), -1, 2, 39},
	{"variable, none", SAMPLE(variable), -1, 2, 500},
	{"variable, wild", SAMPLE(variable), -1, 2, (uint64_t)-1},
	{"loaded", SAMPLE(loaded), -1, 1, 0},
	{"tight", SAMPLE(tight), -1, 1, 110},
};

#define SAMPLES (sizeof(samples) / sizeof(samples[0]))

/* A copy of a sample, and its stub. */
struct code {
	const struct sample *sample;
	uint8_t *start, *site, *slot;
	struct window window;
};

static void begin(void)
{
	gate_bootstrap();
	ck_assert_int_eq(sled_use_library(1), 0);
	sled_want_others(0);
}

/* Memory for code that the slots of the library are within reach of, or not. */
static uint8_t *map(int far, size_t size)
{
	uintptr_t hint = ((uintptr_t)gate_near & ~4095ul) +
			 (far ? 8ul << 30 : 512ul << 20);
	uint8_t *p = mmap((void *)hint, size, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ck_assert_uint_eq((uintptr_t)p, hint);
	memset(p, 0xcc, size);
	return p;
}

static void write_code(void *at, const void *bytes, size_t n)
{
	uintptr_t page = (uintptr_t)at & ~4095ul;
	size_t size = (uintptr_t)at + n - page;

	mprotect((void *)page, size, PROT_READ | PROT_WRITE);
	memcpy(at, bytes, n);
	mprotect((void *)page, size, PROT_READ | PROT_EXEC);
}

static struct code copy(const struct sample *s, uint8_t *at)
{
	struct code c = {.sample = s, .start = at};

	c.site = at + (s->site - s->start);
	c.window = (struct window){.size = (uint8_t)(s->site - s->start),
				   .count = (uint8_t)s->count,
				   .nr = (int16_t)s->nr};
	write_code(at, s->start, (size_t)(s->end - s->start));
	return c;
}

static void make(struct code *c)
{
	uint8_t jump[WINDOW_JUMP];
	int32_t distance;

	ck_assert_int_eq(stub_slots_make((uintptr_t)c->site, &c->window, jump),
			 0);
	stub_slots_end();
	ck_assert_uint_eq(jump[0], 0xe9);
	memcpy(&distance, jump + 1, sizeof(distance));
	c->slot = c->start + WINDOW_JUMP + distance;
	write_code(c->start, jump, sizeof(jump));
}

static int in_library(const struct code *c)
{
	return c->slot >= gate_near && c->slot < gate_near_end;
}

static void fill(const struct code *c, uint64_t seed)
{
	static const uint64_t flags[] = {0x202, 0xad7, 0x247, 0xa93, 0x602};

	for (int i = 0; i < 15; i++)
		near_state[i] = 0x1111111111111111u * (uint64_t)(i + 1) + seed;
	near_state[RDI] = c->sample->given;
	near_state[RFLAGS] = flags[seed % 5];
	for (int i = 1; i <= RED_ZONE; i++)
		near_top[-i] = (char)(i + (int)seed);
}

/* The state behind the code, which is run from the same state as ever. */
static void run(const struct code *c, uint64_t seed, uint64_t *state)
{
	fill(c, seed);
	near_entered[0] = 0;
	near_target = c->start;
	near_run();
	memcpy(state, near_state, sizeof(near_state));
	for (int i = 1; i <= RED_ZONE; i++)
		ck_assert_msg(near_top[-i] == (char)(i + (int)seed),
			      "%s: the red zone at -%d", c->sample->name, i);
	ck_assert_ptr_eq((void *)state[RSP], near_top);
	ck_assert_msg(state[RCX] == (uintptr_t)c->site + 2, "%s: rcx",
		      c->sample->name);
}

static void expect_same(const struct code *c, const uint64_t *a,
			const uint64_t *b)
{
	for (int i = 0; i < 17; i++)
		ck_assert_msg(i == RCX || i == R11 || a[i] == b[i],
			      "%s: register %d: %lx, natively %lx",
			      c->sample->name, i, b[i], a[i]);
}

/* The same as natively, and with r11 the flags as the kernel leaves it. */
static void compare(int far)
{
	uint8_t *page = map(far, SAMPLES * SAMPLE_ROOM);
	uint64_t native[17], now[17];
	unsigned long stubs, far_stubs;

	for (size_t i = 0; i < SAMPLES; i++) {
		struct code c = copy(&samples[i], page + i * SAMPLE_ROOM);

		for (uint64_t seed = 0; seed < 10; seed++) {
			write_code(c.start, c.sample->start,
				   (size_t)(c.sample->end - c.sample->start));
			run(&c, seed, native);
			if (!c.slot)
				make(&c);
			else
				stub_slots_forget((uintptr_t)c.site,
						  (uintptr_t)c.site + 1),
					make(&c);
			run(&c, seed, now);
			expect_same(&c, native, now);
			ck_assert_uint_eq(now[R11], native[R11]);
			ck_assert_uint_eq(near_entered[0], 0);
		}
		ck_assert_int_eq(in_library(&c), !far);
	}
	stub_slots_count(&stubs, &far_stubs);
	ck_assert_uint_eq(stubs, SAMPLES);
	ck_assert_uint_eq(far_stubs, far ? SAMPLES : 0);
}

START_TEST(test_near_as_natively)
{
	begin();
	compare(0);
}
END_TEST

START_TEST(test_far_as_natively)
{
	begin();
	compare(1);
}
END_TEST

static void want(unsigned int nr, int wanted)
{
	ck_assert_int_eq(sled_want(nr, wanted), 0);
	ck_assert_int_eq(stub_slots_want(nr, wanted), 0);
}

/* What is asked for comes to entry_jump, with all registers, and may pass on
 * from there; what is not does not. Stubs made while it is asked for know it
 * too. */
static void switching(int far)
{
	uint8_t *page = map(far, 2 * SAMPLES * SAMPLE_ROOM);
	uint64_t native[17], now[17];

	for (size_t i = 0; i < SAMPLES; i++) {
		struct code c = copy(&samples[i], page + 2 * i * SAMPLE_ROOM);
		struct code late =
			copy(&samples[i], page + (2 * i + 1) * SAMPLE_ROOM);
		unsigned int nr = c.sample->nr >= 0 ? (unsigned int)c.sample->nr
						    : 39;
		int is_asked = c.sample->nr >= 0 || c.sample->given == nr ||
			       c.sample->site - c.sample->start == 7;

		run(&c, i, native);
		make(&c);
		for (int round = 0; round < 3; round++) {
			want(nr, 1);
			run(&c, i, now);
			ck_assert_msg((int)near_entered[0] == is_asked, "%s",
				      c.sample->name);
			if (is_asked) {
				ck_assert_uint_eq(now[RAX], ANSWER);
				now[RAX] = native[RAX];
			}
			expect_same(&c, native, now);
			near_passes = !far;
			if (near_passes) {
				run(&c, i, now);
				ck_assert_int_eq((int)near_entered[0],
						 is_asked);
				expect_same(&c, native, now);
			}
			near_passes = 0;
			if (!late.slot)
				make(&late);
			run(&late, i, now);
			ck_assert_int_eq((int)near_entered[0], is_asked);
			want(nr, 0);
			run(&c, i, now);
			ck_assert_uint_eq(near_entered[0], 0);
			expect_same(&c, native, now);
			run(&late, i, now);
			ck_assert_uint_eq(near_entered[0], 0);
			expect_same(&late, native, now);
		}
		/* another one is not meant */
		want(nr == 110 ? 39 : 110, 1);
		run(&c, i, now);
		ck_assert_int_eq((int)near_entered[0],
				 c.sample->nr < 0 && c.sample->given == 110);
		want(nr == 110 ? 39 : 110, 0);
	}
}

START_TEST(test_near_switched)
{
	begin();
	switching(0);
}
END_TEST

START_TEST(test_far_switched)
{
	begin();
	switching(1);
}
END_TEST

static volatile int stop;

struct hammer {
	long (*call)(void);
	long pid, asked, wrong;
};

static void *hammer(void *arg)
{
	struct hammer *h = arg;

	while (!stop) {
		long ret = h->call();

		h->asked += ret == ANSWER;
		h->wrong += ret != ANSWER && ret != h->pid;
	}
	return NULL;
}

/* With threads that run in the stub all the time. */
static void switching_under_threads(int far)
{
	static const struct sample plain = {"plain", SAMPLE(plain), 39, 1, 0};
	struct hammer h[3];
	pthread_t id[3];
	struct code c;

	c = copy(&plain, map(far, 4096));
	make(&c);
	for (int i = 0; i < 3; i++) {
		h[i] = (struct hammer){
			.call = (long (*)(void))(uintptr_t)c.start,
			.pid = getpid()};
		pthread_create(&id[i], NULL, hammer, &h[i]);
	}
	for (int i = 0; i < 10000; i++)
		want(39, i % 2 == 0);
	stop = 1;
	for (int i = 0; i < 3; i++) {
		pthread_join(id[i], NULL);
		ck_assert_int_eq(h[i].wrong, 0);
	}
	ck_assert_int_gt(h[0].asked + h[1].asked + h[2].asked, 0);
}

START_TEST(test_near_switched_under_threads)
{
	begin();
	switching_under_threads(0);
}
END_TEST

START_TEST(test_far_switched_under_threads)
{
	begin();
	switching_under_threads(1);
}
END_TEST

/* --- steps ------------------------------------------------------------------
 */

static const struct code *stepped;
static struct stub_place places[64];
static uintptr_t steps[64];
static int step_count;

static void step(int sig, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;
	greg_t *r = uc->uc_mcontext.gregs;

	(void)sig, (void)info;
	if (r[REG_RIP] == (greg_t)near_after) {
		r[REG_EFL] &= ~TF;
		return;
	}
	if (!step_count && r[REG_RIP] != (greg_t)stepped->start)
		return; /* on the way there */
	if (step_count == 64)
		_exit(9);
	steps[step_count] = (uintptr_t)r[REG_RIP];
	if (!stub_slots_find((uintptr_t)r[REG_RIP], (uintptr_t)r[REG_RSP],
			     (uintptr_t)r[REG_RCX], &places[step_count]))
		places[step_count].back = 0;
	step_count++;
}

/* Every instruction of the stub is told, in the order of the original. */
static void expect_places(const struct code *c, int entered)
{
	uintptr_t site = (uintptr_t)c->site, last = (uintptr_t)c->start;
	uintptr_t behind = site + 2;
	int found = 0, made = 0, jumped = 0;

	for (int i = 0; i < step_count; i++) {
		const struct stub_place *p = &places[i];

		if (!p->back) { /* not in a stub, nor in the gate */
			ck_assert_msg(
				(steps[i] >= (uintptr_t)c->start &&
				 steps[i] <
					 (uintptr_t)c->start + SAMPLE_ROOM) ||
					(steps[i] >= (uintptr_t)entry_jump &&
					 steps[i] < (uintptr_t)entry_jump_end),
				"%s: step %d at %lx", c->sample->name, i,
				steps[i]);
			jumped = jumped || found;
			continue;
		}
		found++;
		ck_assert_uint_eq(p->back, behind);
		ck_assert_msg(p->rsp == (uintptr_t)near_top,
			      "%s: step %d: rsp is %ld off", c->sample->name, i,
			      (long)(p->rsp - (uintptr_t)near_top));
		ck_assert_uint_ge(p->rip, last);
		ck_assert_int_ge(p->made, made);
		ck_assert_uint_eq(p->rip == behind, (unsigned int)p->made);
		if (p->rip < site) /* an instruction of the window */
			ck_assert_msg(p->rip == (uintptr_t)c->start ||
					      c->window.count > 1,
				      "%s: step %d", c->sample->name, i);
		last = p->rip;
		made = p->made;
	}
	ck_assert_int_gt(found, c->window.count);
	ck_assert_int_eq(made, !entered);
	ck_assert_uint_eq(last, entered ? site : behind);
}

static void stepping(int far)
{
	struct sigaction act = {.sa_sigaction = step, .sa_flags = SA_SIGINFO};
	uint8_t *page = map(far, SAMPLES * SAMPLE_ROOM);

	sigaction(SIGTRAP, &act, NULL);
	for (size_t i = 0; i < SAMPLES; i++) {
		struct code c = copy(&samples[i], page + i * SAMPLE_ROOM);

		make(&c);
		for (int wanted = 0; wanted < (far ? 2 : 3); wanted++) {
			near_passes = wanted == 2;
			if (wanted) {
				want(39, 1);
				want(110, 1);
				want(500, 1);
			}
			stepped = &c;
			step_count = 0;
			near_entered[0] = 0;
			fill(&c, 0);
			near_state[RFLAGS] |= TF;
			near_target = c.start;
			near_run();
			expect_places(&c, near_entered[0] && !near_passes);
		}
		near_passes = 0;
		want(39, 0);
		want(110, 0);
		want(500, 0);
	}
}

START_TEST(test_near_steps)
{
	begin();
	stepping(0);
}
END_TEST

START_TEST(test_far_steps)
{
	begin();
	stepping(1);
}
END_TEST

/* Amid a window: the instruction there goes on in the stub. */
START_TEST(test_resumed)
{
	struct stub_place place;
	struct code two, one;
	uint8_t *page;
	uintptr_t at;

	begin();
	page = map(0, 4096);
	two = copy(&samples[4], page);
	one = copy(&samples[0], page + SAMPLE_ROOM);
	make(&two);
	make(&one);
	at = stub_slots_resume((uintptr_t)two.start + 3, 0);
	ck_assert_uint_ne(at, (uintptr_t)two.start + 3);
	ck_assert_int_eq(stub_slots_find(at, 0, 0, &place), 1);
	ck_assert_uint_eq(place.rip, (uintptr_t)two.start + 3);
	ck_assert_uint_eq(place.back, (uintptr_t)two.site + 2);
	/* where instructions of the program still are it stays */
	ck_assert_uint_eq(stub_slots_resume((uintptr_t)two.start, 0),
			  (uintptr_t)two.start);
	ck_assert_uint_eq(stub_slots_resume((uintptr_t)one.site + 2, 39),
			  (uintptr_t)one.site + 2);
	/* to the stub's system call, if that is the one */
	at = stub_slots_resume((uintptr_t)one.site, 39);
	ck_assert_int_eq(stub_slots_find(at, 0, 0, &place), 1);
	ck_assert_uint_eq(place.rip, (uintptr_t)one.site);
	ck_assert_uint_eq(stub_slots_resume((uintptr_t)one.site, 40),
			  (uintptr_t)one.site);
	/* the jump has taken the place of a tight site */
	one = copy(&samples[SAMPLES - 1], page + 2 * SAMPLE_ROOM);
	make(&one);
	at = stub_slots_resume((uintptr_t)one.site, 110);
	ck_assert_uint_ne(at, (uintptr_t)one.site);
	ck_assert_int_eq(stub_slots_find(at, 0, 0, &place), 1);
	ck_assert_uint_eq(place.rip, (uintptr_t)one.site);
	ck_assert_int_eq(place.made, 0);
}
END_TEST

/* --- slots --------------------------------------------------------------- */

/* Stubs until the first area is full, and one more. */
static void use_up(int far)
{
	unsigned int room = STUB_SLOTS - (far ? 1 : 0);
	uint8_t *page = map(far, (room + 2) * SAMPLE_ROOM);
	uint64_t native[17], now[17];
	struct code c, first = {0}, again;
	unsigned long stubs, far_stubs;

	for (unsigned int i = 0; i < room; i++) {
		c = copy(&samples[i % SAMPLES], page + i * SAMPLE_ROOM);
		make(&c);
		if (i == 0)
			first = c;
		ck_assert_int_eq(in_library(&c), !far);
	}
	stub_slots_forget((uintptr_t)first.site, (uintptr_t)first.site + 1);
	stub_slots_count(&stubs, &far_stubs);
	ck_assert_uint_eq(stubs, room - 1);
	again = copy(&samples[4], page + room * SAMPLE_ROOM);
	run(&again, 1, native);
	make(&again);
	ck_assert_ptr_eq(again.slot, first.slot);
	run(&again, 1, now);
	expect_same(&again, native, now);

	c = copy(&samples[0], page + (room + 1) * SAMPLE_ROOM);
	run(&c, 1, native);
	make(&c);
	ck_assert_int_eq(in_library(&c), 0);
	run(&c, 1, now);
	expect_same(&c, native, now);
	stub_slots_count(&stubs, &far_stubs);
	ck_assert_uint_eq(stubs, room + 1);
	ck_assert_uint_eq(far_stubs, far ? room + 1 : 1);

	/* of all areas */
	want(39, 1);
	run(&c, 1, now);
	ck_assert_uint_eq(near_entered[0], 1);
	run(&again, 1, now);
	ck_assert_uint_eq(near_entered[0], 1);
	stub_slots_forget((uintptr_t)page,
			  (uintptr_t)page + (room + 2) * SAMPLE_ROOM);
	stub_slots_count(&stubs, &far_stubs);
	ck_assert_uint_eq(stubs, 0);
	ck_assert_uint_eq(far_stubs, 0);
}

START_TEST(test_near_slots_used_up)
{
	begin();
	use_up(0);
}
END_TEST

START_TEST(test_far_slots_used_up)
{
	begin();
	use_up(1);
}
END_TEST

/* A program's own sites come first, and are far; libc's get the library's slots
 * all the same. */
START_TEST(test_near_behind_far)
{
	struct code far, near;

	begin();
	far = copy(&samples[0], map(1, 4096));
	make(&far);
	near = copy(&samples[0], map(0, 4096));
	make(&near);
	ck_assert_int_eq(in_library(&far), 0);
	ck_assert_int_eq(in_library(&near), 1);
}
END_TEST

/* Windows are put back; a site that becomes a jump again has its slot, for a
 * thread may still be in there. */
START_TEST(test_undone)
{
	begin();
	for (int far = 0; far < 2; far++) {
		uint8_t *page = map(far, SAMPLES * SAMPLE_ROOM);
		uint8_t before[SAMPLES * SAMPLE_ROOM];
		unsigned long stubs, far_stubs;
		struct code c[SAMPLES];

		for (size_t i = 0; i < SAMPLES; i++)
			c[i] = copy(&samples[i], page + i * SAMPLE_ROOM);
		memcpy(before, page, sizeof(before));
		for (size_t i = 0; i < SAMPLES; i++)
			make(&c[i]);
		ck_assert_int_ne(memcmp(before, page, sizeof(before)), 0);
		stub_slots_undo((uintptr_t)page,
				(uintptr_t)page + sizeof(before));
		ck_assert_mem_eq(before, page, sizeof(before));
		for (size_t i = 0; i < SAMPLES; i++) {
			uint8_t *slot = c[i].slot;

			ck_assert_int_eq(sites_reserve(1), 0);
			sites_add((uintptr_t)c[i].site);
			make(&c[i]);
			ck_assert_ptr_eq(c[i].slot, slot);
		}
		stub_slots_forget((uintptr_t)page,
				  (uintptr_t)page + sizeof(before));
		stub_slots_count(&stubs, &far_stubs);
		ck_assert_uint_eq(stubs, 0);
	}
}
END_TEST

int main(void)
{
	return unit_run("stub_slots", (const TTest *const[]){
					      test_near_as_natively,
					      test_far_as_natively,
					      test_near_switched,
					      test_far_switched,
					      test_near_switched_under_threads,
					      test_far_switched_under_threads,
					      test_near_steps,
					      test_far_steps,
					      test_resumed,
					      test_near_slots_used_up,
					      test_far_slots_used_up,
					      test_near_behind_far,
					      test_undone,
					      NULL,
				      });
}
