/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Maps the sled and the gate, and switches numbers in them. */
#include "intercept/sled.h"

#include <asm/errno.h>
#include <linux/fcntl.h>
#include <linux/memfd.h>
#include <linux/mman.h>
#include <linux/resource.h>

#include "base/constants.h"
#include "base/cpu.h"
#include "base/gate.h"
#include "base/log.h"
#include "base/nolibc.h"
#include "base/patch.h"
#include "base/rawcall.h"
#include "intercept/entry_labels.h"
#include "thread/seccomp_filters.h"

#ifndef MFD_EXEC
#define MFD_EXEC 0x10U
#endif

/* Segment overrides and a REX prefix: without effect on a near jump. Each puts
 * the region elsewhere, for programs that use one of the places. */
static const uint8_t prefixes[] = {0x2e, 0x36, 0x3e, 0x26, 0x40, 0x64, 0x65};

/* task.S: where a call that makes a child comes back. */
extern const char task_clone_return[], task_vfork_return[];

static int has_zero;	 /* the page at address 0 is ours */
static uint8_t *region;	 /* base of the gate region; NULL: in the library */
static uint8_t *alias;	 /* the same code pages, writable, during start-up */
static uint32_t landing; /* offset of slot 0 in the region */
static uint8_t chosen;	 /* the sled's prefix */
static uint8_t *table;
static uintptr_t *known;

/* For the gate in the library. Only pages that were touched exist. */
static uint8_t own_table[GATE_TABLE_SIZE] BIG_TABLE;

/* The code pages in the memfd, then the sled's page. */
#define FILE_SLED GATE_CODE_SIZE
#define FILE_SIZE (GATE_CODE_SIZE + PAGE)

void sled_fill(uint8_t *page, uint8_t prefix)
{
	memset(page, prefix, PAGE);
	for (size_t i = 0; i < PAGE; i += GATE_SLOT_SIZE)
		page[i] = 0xe9; /* jmp rel32 */
}

uintptr_t sled_landing(uint8_t prefix)
{
	return GATE_SLOT_SIZE + prefix * 0x01010101u;
}

static void put_slot_jump(uint8_t *at, uintptr_t from, uintptr_t to)
{
	int32_t rel = (int32_t)(to - (from + 5));

	at[0] = 0xe9;
	memcpy(at + 1, &rel, sizeof(rel));
}

/* What the gate's code needs to know of its surroundings. */
static void list_pointers(uintptr_t *to, const uint8_t *numbers)
{
	to[GATE_TO_ENTRY] = (uintptr_t)entry_call;
	to[GATE_TO_CLONE_RETURN] = (uintptr_t)task_clone_return;
	to[GATE_TO_VFORK_RETURN] = (uintptr_t)task_vfork_return;
	to[GATE_TO_NUMBERS] = (uintptr_t)numbers;
	to[GATE_TO_UNKNOWN] = (uintptr_t)entry_zero;
}

/* A copy of gate.S that finds its pointers at its end. */
static void copy_stubs(uint8_t *stubs)
{
	const size_t at = (size_t)(gate_blob_pointers - gate_blob);
	uintptr_t pointer[GATE_POINTERS];

	memcpy(stubs, gate_blob, (size_t)(gate_blob_end - gate_blob));
	list_pointers(pointer, region + GATE_TABLE);
	memcpy(stubs + at, pointer, sizeof(pointer));
	for (const struct gate_ref *r = gate_refs; r < gate_refs_end; r++) {
		int32_t distance =
			(int32_t)(at + r->pointer * sizeof(pointer[0]) -
				  r->behind);

		memcpy(stubs + r->behind - sizeof(distance), &distance,
		       sizeof(distance));
	}
}

/* The region's code; all its jumps are within it. */
static void assemble(uint8_t *code)
{
	/* syscall; mov (%rsp),%rcx; ret */
	static const uint8_t pass[] = {0x0f, 0x05, 0x48, 0x8b,
				       0x0c, 0x24, 0xc3};

	copy_stubs(code + GATE_STUBS);
	for (uint32_t k = 0; k < GATE_SLOTS; k++) {
		uint32_t slot = landing + k * GATE_SLOT_SIZE;
		uint32_t cell = GATE_CELLS + k * GATE_CELL_SIZE;
		const unsigned char *to = k ? gate_blob_check : gate_blob_zero;

		put_slot_jump(code + slot, slot, cell);
		memcpy(code + cell, pass, sizeof(pass));
		put_slot_jump(code + cell + sizeof(pass), cell + sizeof(pass),
			      GATE_STUBS + (uintptr_t)(to - gate_blob));
	}
	/* number 0 always asks its site */
	*(uint16_t *)(void *)(code + GATE_CELLS) = GATE_CELL_DETOUR;
}

/* The code pages of the memfd; without one these pages, as long as they may be
 * made executable after they were written. */
static int map_assembled(int fd)
{
	const int exec = PROT_READ | PROT_EXEC;
	void *p;

	assemble(alias ? alias : region);
	if (!alias)
		return sys_mprotect(region, GATE_CODE_SIZE, exec);
	p = sys_mmap(region, GATE_CODE_SIZE, exec, MAP_PRIVATE | MAP_FIXED, fd,
		     0);
	return sys_failed(p) ? (int)(intptr_t)p : 0;
}

static int map_code(int fd)
{
	const int fixed = MAP_PRIVATE | MAP_FIXED_NOREPLACE;
	int err = -EEXIST;
	void *p = NULL;

	for (size_t i = 0; i < sizeof(prefixes); i++) {
		uintptr_t slot0 = sled_landing(prefixes[i]);
		uintptr_t base = page_down(slot0);

		p = sys_mmap((void *)base, GATE_SIZE, PROT_READ | PROT_WRITE,
			     fixed | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
		if (sys_failed(p)) {
			err = (int)(intptr_t)p;
			continue;
		}
		region = p;
		landing = (uint32_t)(slot0 - base);
		chosen = prefixes[i];
		err = map_assembled(fd);
		if (!err)
			return 0;
		sys_munmap(region, GATE_SIZE);
		break;
	}
	region = NULL;
	return err;
}

/* Page 0, with the sled. Returns its address, or -errno. */
static void *map_sled(int fd)
{
	const int fixed = MAP_PRIVATE | MAP_FIXED_NOREPLACE;
	void *zero;
	int err;

	if (alias) {
		sled_fill(alias + FILE_SLED, chosen);
		return sys_mmap(NULL, PAGE, PROT_READ | PROT_EXEC, fixed, fd,
				FILE_SLED);
	}
	zero = sys_mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
			fixed | MAP_ANONYMOUS, -1, 0);
	if (zero != NULL)
		return zero;
	__asm__("" : "+r"(zero)); /* not NULL, for the compiler */
	sled_fill(zero, chosen);
	err = sys_mprotect(NULL, PAGE, PROT_READ | PROT_EXEC);
	if (err)
		sys_munmap(NULL, PAGE);
	return (void *)(intptr_t)err;
}

/* Make it execute-only if the CPU has protection keys. Without them, and on
 * some kernels that fail here, the page stays readable. */
static int map_zero(int fd, int hidden)
{
	void *zero = map_sled(fd);
	int err;

	if (zero != NULL)
		return sys_failed(zero) ? (int)(intptr_t)zero : -EEXIST;
	err = sys_mprotect(NULL, PAGE, PROT_EXEC);
	has_zero = !err || !hidden;
	if (has_zero)
		return 0;
	sys_munmap(NULL, PAGE);
	return err;
}

static int map_all(int fd, enum sled_kind sled)
{
	int err = map_code(fd);

	if (err)
		return err;
	if (sled != SLED_NONE)
		err = map_zero(fd, sled == SLED_HIDDEN);
	if (err) {
		sys_munmap(region, GATE_SIZE);
		region = NULL;
		return err;
	}
	table = region + GATE_TABLE;
	known = (uintptr_t *)(void *)(region + GATE_SITES);
	gate_use(region + GATE_STUBS);
	return 0;
}

#ifdef SLED_HAS_KEYS
static int has_protection_keys(void)
{
	return 1;
}
#else
static int has_protection_keys(void)
{
	return cpu_leaf7().ecx >> 4 & 1; /* OSPKE */
}
#endif

int sled_use_library(int probes)
{
	struct patch p;
	int err = 0;

	list_pointers(gate_pointers, own_table);
	if (probes)
		err = patch_open(&p, (uintptr_t)gate_blob,
				 (uintptr_t)gate_blob_end,
				 PROT_READ | PROT_EXEC, PATCH_IN_PLACE);
	if (err)
		return err;
	table = own_table;
	return probes ? patch_close(&p) : 0;
}

/* As large as the code and the sled. Returns its descriptor, or -errno. */
static int open_memory(void)
{
	int err, fd;

	fd = (int)SYSCALL(__NR_memfd_create, "zpoline-gate",
			  MFD_CLOEXEC | MFD_EXEC, 0, 0, 0, 0);
	if (fd < 0) /* kernels before 6.3 do not know MFD_EXEC */
		fd = (int)SYSCALL(__NR_memfd_create, "zpoline-gate",
				  MFD_CLOEXEC, 0, 0, 0, 0);
	if (fd < 0)
		return fd;
	err = (int)SYSCALL(__NR_ftruncate, fd, FILE_SIZE, 0, 0, 0, 0);
	if (err)
		sys_close(fd);
	return err ? err : fd;
}

/* Most users may not: then nothing else is tried. */
static int may_have_zero(void)
{
	void *zero = sys_mmap(NULL, PAGE, PROT_NONE,
			      MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE,
			      -1, 0);

	if (zero != NULL)
		return 0;
	sys_munmap(NULL, PAGE);
	return 1;
}

/* The limit on the size of files holds for a memfd too, and exceeding it raises
 * a signal. */
static int is_limited(void)
{
	struct rlimit64 limit = {0};

	SYSCALL(__NR_prlimit64, 0, RLIMIT_FSIZE, 0, &limit, 0, 0);
	return limit.rlim_cur < FILE_SIZE;
}

/*
 * Private mappings of a memfd: executable pages that were never writable, as
 * processes under PR_SET_MDWE need, and not shared with forked children.
 */
int sled_map(enum sled_kind sled)
{
	int fd, err;

	if (sled == SLED_HIDDEN && (!has_protection_keys() || !may_have_zero()))
		return -EOPNOTSUPP;
	if (is_limited())
		return map_all(-1, sled);
	fd = open_memory();
	if (fd == SECCOMP_FILTERS_REFUSED) /* not by that call */
		return map_all(-1, sled);
	if (fd < 0)
		return fd;
	alias = sys_mmap(NULL, FILE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
			 fd, 0);
	if (sys_failed(alias)) {
		err = (int)(intptr_t)alias;
		alias = NULL;
	} else {
		err = map_all(fd, sled);
	}
	sys_close(fd);
	return err;
}

void sled_publish(void)
{
	if (alias)
		sys_munmap(alias, FILE_SIZE);
	alias = NULL;
}

int sled_has(uintptr_t addr)
{
	return has_zero && addr < PAGE;
}

void sled_leave(void)
{
	sled_publish();
	if (has_zero)
		sys_munmap(NULL, PAGE);
	table = NULL;
}

static int write_cell(uint16_t *cell, uint16_t bytes)
{
	struct patch p;
	int err = patch_open(&p, (uintptr_t)cell, (uintptr_t)(cell + 1),
			     PROT_READ | PROT_EXEC, PATCH_IN_PLACE);

	if (!err) {
		err = patch_put(&p, (uintptr_t)cell, &bytes, sizeof(bytes));
		patch_close(&p);
	}
	return err ? -EPERM : 0;
}

static int set_cell(uint32_t k, uint16_t bytes)
{
	uint32_t offset = GATE_CELLS + k * GATE_CELL_SIZE;
	uint16_t *cell = (uint16_t *)(void *)(region + offset);

	if (*cell == bytes)
		return 0;
	if (alias) {
		*(uint16_t *)(void *)(alias + offset) = bytes;
		return 0;
	}
	return write_cell(cell, bytes);
}

uintptr_t sled_base(void)
{
	return (uintptr_t)region;
}

uintptr_t sled_code(size_t *size)
{
	uintptr_t start = region ? (uintptr_t)region : (uintptr_t)gate_blob;

	*size = region ? GATE_CODE_SIZE : (uintptr_t)gate_near_end - start;
	return table ? start : 0;
}

const uint8_t *sled_table(void)
{
	return table;
}

int sled_want(unsigned int nr, int wanted)
{
	uint32_t k = (nr + GATE_SLOT_SIZE - 1) / GATE_SLOT_SIZE;
	int any = 0;

	if (nr == 0) {
		__atomic_store_n(&table[0], wanted != 0, __ATOMIC_RELEASE);
		return 0;
	}
	__atomic_store_n(&table[nr], wanted != 0, __ATOMIC_RELEASE);
	if (!region)
		return 0;
	for (uint32_t n = (k - 1) * GATE_SLOT_SIZE + 1;
	     n <= k * GATE_SLOT_SIZE && n < GATE_NUMBERS; n++)
		any |= table[n];
	return set_cell(k, any ? GATE_CELL_DETOUR : GATE_CELL_PASS);
}

void sled_want_others(int wanted)
{
	memset(table + GATE_NUMBERS, wanted != 0,
	       GATE_TABLE_SIZE - GATE_NUMBERS);
}

void sled_known_site(uintptr_t rip)
{
	known[rip % GATE_SITES_COUNT] = rip;
}

/* rip is two bytes behind a site. */
void sled_forget_sites(uintptr_t start, uintptr_t end)
{
	for (int i = 0; known && i < GATE_SITES_COUNT; i++)
		if (known[i] > start && known[i] <= end + 1)
			__atomic_store_n(&known[i], 0, __ATOMIC_RELAXED);
}

/* The number in a file, or -1. */
static long read_number(const char *path)
{
	char text[24];
	int fd = sys_open(path, O_RDONLY | O_CLOEXEC, 0);
	long n, value = 0;

	if (fd < 0)
		return -1;
	n = sys_read(fd, text, sizeof(text));
	sys_close(fd);
	for (long i = 0; i < n && text[i] >= '0' && text[i] <= '9'; i++)
		value = value * 10 + text[i] - '0';
	return n > 0 ? value : -1;
}

size_t sled_explain(int err, char *text, size_t size)
{
	long least = read_number("/proc/sys/vm/mmap_min_addr");

	if (err == -EACCES && read_number("/sys/fs/selinux/enforce") == 1)
		return nolibc_format(text, size,
				     "cannot map address 0: SELinux forbids "
				     "it. "
				     "Remedy: setsebool -P mmap_low_allowed 1");
	if (err == -EPERM && least > 0)
		return nolibc_format(text, size,
				     "cannot map address 0: vm.mmap_min_addr "
				     "is "
				     "%ld and this process lacks "
				     "CAP_SYS_RAWIO. "
				     "Remedy: sysctl -w vm.mmap_min_addr=0 (as "
				     "root), or run as root",
				     least);
	if (err == -EEXIST)
		return nolibc_format(text, size,
				     "cannot map the trampoline: the program "
				     "occupies address 0 or every place of the "
				     "gate. Remedy: run it without zpoline");
	return nolibc_format(text, size,
			     "cannot map the trampoline: error %d. Remedy: "
			     "check "
			     "the limits on address space (ulimit -v) and "
			     "/proc/self/maps",
			     -err);
}
