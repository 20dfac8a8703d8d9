/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Writes trace lines to this thread's lane. */
#include "trace/ring.h"

#include <asm/errno.h>
#include <asm/stat.h>
#include <linux/fcntl.h>
#include <linux/futex.h>
#include <linux/time.h>

#include "base/constants.h"
#include "base/log.h"
#include "base/nolibc.h"
#include "base/pages.h"
#include "base/rawcall.h"
#include "base/sink.h"
#include "intercept/vdso.h"
#include "tables/ring_file.h"
#include "thread/memory.h"
#include "thread/thread.h"

#define BILLION 1000000000ull

#ifndef MADV_POPULATE_WRITE /* Linux 5.14 */
#define MADV_POPULATE_WRITE 23
#endif

/* Memory of the file is taken in such steps, before it is written: where none
 * is left that is an error here and no SIGBUS later. */
#define STEP (16 * 1024)

/* How long a reader that moves nothing is left alone before a look at whether
 * there still is one. */
#define LOOK_NS 10000000
#define LOOKS 10 /* so often it is waited for a look at a new process */
#define SPINS 1000

static_assert(SINK_LOCKED_BYTE == RING_LOCKED_BYTE, "one for all");

static struct ring_head *file; /* NULL: there is none */
static struct ring_lane *lanes;

/* Who finds that the reader was killed removes what it would have. */
static char file_path[4096] BIG_TABLE;

uint64_t ring_now(struct thread *t)
{
	struct __kernel_timespec spec = {0};
	uint64_t ns = vdso_now(t);

	if (ns)
		return ns;
	SYSCALL(__NR_clock_gettime, 1 /* MONOTONIC */, &spec, 0, 0, 0, 0);
	return (uint64_t)spec.tv_sec * BILLION + (uint64_t)spec.tv_nsec;
}

/* --- the reader --------------------------------------------------------------
 */

static int has_died(void)
{
	return (__atomic_load_n(&file->reader, __ATOMIC_ACQUIRE) &
		RING_READER_DIED) != 0;
}

static int is_read(void)
{
	return !__atomic_load_n(&file->leaving, __ATOMIC_SEQ_CST) &&
	       !has_died();
}

static void remove_file(void)
{
	char *p = file_path + strlen(file_path);

	if (p == file_path)
		return;
	SYSCALL(__NR_unlink, file_path, 0, 0, 0, 0, 0);
	while (p > file_path && *p != '/')
		p--;
	*p = '\0';
	SYSCALL(__NR_rmdir, file_path, 0, 0, 0, 0, 0);
	file_path[0] = '\0';
}

/* Until the tail moves, or for a moment. */
static void wait_for_reader(struct ring_lane *lane, uint32_t moved)
{
	const struct __kernel_timespec moment = {.tv_nsec = LOOK_NS};

	if (SYSCALL(__NR_futex, &lane->moved, FUTEX_WAIT, moved, &moment, 0,
		    0) != -ENOSYS)
		return;
	for (int i = 0; i < SPINS; i++) /* a filter does not let it */
		__builtin_ia32_pause();
}

int ring_is_direct(void)
{
	return file && file->is_direct;
}

/* --- lanes -------------------------------------------------------------------
 */

/* Returns 0, or -errno: the file cannot grow. */
static int take_memory(char *from, size_t n)
{
	long err = SYSCALL(__NR_madvise, from, n, MADV_POPULATE_WRITE, 0, 0, 0);
	const char zero = 0;

	if (err != -EINVAL && err != -ENOSYS)
		return (int)err;
	for (size_t at = 0; at < n; at += PAGE)
		if (memory_copy_out((uintptr_t)from + at, &zero, 1) != 1)
			return -14;
	return 0;
}

/* Nobody has written there yet. */
static int has_memory(struct ring_lane *lane, uint64_t end)
{
	while (lane->filled < end && lane->filled < RING_DATA) {
		if (take_memory(lane->data + lane->filled, STEP) != 0)
			return 0;
		lane->filled += STEP;
	}
	return 1;
}

static uint64_t pid_space(void)
{
	struct stat st = {0};

	if (SYSCALL(__NR_stat, "/proc/self/ns/pid", &st, 0, 0, 0, 0) != 0)
		return 0;
	return st.st_ino;
}

/* Whose reader or memory is gone meanwhile it goes back. */
static int begin_lane(size_t i, uint64_t owner)
{
	struct ring_lane *lane = &lanes[i];

	if (!is_read() ||
	    take_memory((char *)lane, offsetof(struct ring_lane, data)) != 0) {
		__atomic_store_n(&file->owner[i], 0, __ATOMIC_RELEASE);
		return 0;
	}
	lane->pid_space = pid_space();
	lane->exits = lane->known = 0;
	lane->deepest = 0;
	lane->beginning = 0;
	__atomic_store_n(&file->named[i], owner, __ATOMIC_RELEASE);
	return 1;
}

static struct ring_lane *claim_lane(void)
{
	uint64_t tid = (uint64_t)thread_own_tid() & RING_TID;
	uint64_t owner = (uint64_t)thread_own_pid() << RING_PID_SHIFT | tid;

	for (size_t n = 0; n < RING_LANES; n++) {
		size_t i = (tid + n) % RING_LANES;
		uint64_t none = 0;

		if (__atomic_load_n(&file->owner[i], __ATOMIC_RELAXED))
			continue;
		if (__atomic_compare_exchange_n(&file->owner[i], &none, owner,
						0, __ATOMIC_SEQ_CST,
						__ATOMIC_RELAXED))
			return begin_lane(i, owner) ? &lanes[i] : NULL;
	}
	return NULL;
}

/* The reader sleeps: a process has come. */
static void tell_reader(void)
{
	__atomic_fetch_add(&file->processes, 1, __ATOMIC_SEQ_CST);
	SYSCALL(__NR_futex, &file->processes, FUTEX_WAKE, 1, NULL, 0, 0);
}

/* How this process ends the reader can tell if it has looked at it before. So
 * it gets a moment to do that. */
static void await_look(struct ring_lane *lane)
{
	tell_reader();
	for (int i = 0; i < LOOKS && file->listens && is_read(); i++) {
		uint32_t moved =
			__atomic_load_n(&lane->moved, __ATOMIC_ACQUIRE);

		__atomic_store_n(&lane->waits, 1, __ATOMIC_SEQ_CST);
		if (__atomic_load_n(&lane->known, __ATOMIC_SEQ_CST))
			return;
		wait_for_reader(lane, moved);
	}
}

/* None is made in a vfork child, which would be its owner while its maker goes
 * on with it. */
static struct ring_lane *lane_of(struct thread *t)
{
	if (!t->lane && !t->vfork && file && is_read())
		t->lane = claim_lane();
	return t->lane;
}

/* Program is another one, but the process the same: its lanes are over. */
static void end_replaced(void)
{
	uint64_t pid = (uint64_t)thread_own_pid(), space = pid_space();

	for (size_t i = 0; i < RING_LANES && space; i++) {
		uint64_t owner =
			__atomic_load_n(&file->named[i], __ATOMIC_ACQUIRE);

		if (owner >> RING_PID_SHIFT == pid &&
		    lanes[i].pid_space == space)
			__atomic_compare_exchange_n(&file->owner[i], &owner,
						    owner | RING_REPLACED, 0,
						    __ATOMIC_RELEASE,
						    __ATOMIC_RELAXED);
	}
}

static void divert_line(const char *bytes, size_t n)
{
	struct thread *t = thread_known();

	if (t)
		ring_write(t, bytes, n);
	else
		log_write(bytes, n);
}

int ring_open(struct thread *t, const char *path)
{
	struct stat st = {0};
	void *p;
	int fd = sys_open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0);

	if (fd < 0)
		return fd;
	SYSCALL(__NR_fstat, fd, &st, 0, 0, 0, 0);
	p = (size_t)st.st_size == RING_FILE_SIZE
		    ? pages_map_file(fd, RING_FILE_SIZE)
		    : NULL;
	sys_close(fd);
	if (!p)
		return -12; /* ENOMEM */
	file = p;
	lanes = (struct ring_lane *)(file + 1);
	if (file->magic != RING_MAGIC || !is_read()) {
		pages_unmap(p, RING_FILE_SIZE);
		file = NULL;
		return -EINVAL;
	}
	nolibc_format(file_path, sizeof(file_path), "%s", path);
	end_replaced();
	if (lane_of(t))
		tell_reader();
	log_divert = divert_line;
	return 0;
}

/* --- records -----------------------------------------------------------------
 */

static void copy_in(struct ring_lane *lane, uint64_t at, const char *text,
		    size_t n)
{
	size_t from = at % RING_DATA, first = RING_DATA - from;

	if (n < first)
		first = n;
	memcpy(lane->data + from, text, first);
	memcpy(lane->data, text + first, n - first);
}

static void write_out(const struct ring_lane *lane, uint64_t at, size_t n)
{
	size_t from = at % RING_DATA, first = RING_DATA - from;

	if (n < first)
		first = n;
	log_write(lane->data + from, first);
	if (n > first)
		log_write(lane->data, n - first);
}

/*
 * Nobody reads any more. What the reader has not taken is written to the log,
 * and so is all that comes: the thread has no lane from now on.
 */
__attribute__((cold, noinline)) static void leave_lane(struct thread *t)
{
	struct ring_lane *lane = t->lane;
	uint64_t at, final;

	while (!(final = __atomic_load_n(&lane->final, __ATOMIC_ACQUIRE)) &&
	       !has_died())
		wait_for_reader(lane, lane->moved);
	at = final ? final - 1 : __atomic_load_n(&lane->tail, __ATOMIC_ACQUIRE);
	t->lane = NULL;
	while (at < lane->head) {
		const struct ring_record *r =
			(const void *)(lane->data + at % RING_DATA);
		size_t n = r->size & RING_SIZE;

		write_out(lane, at + sizeof(*r), n);
		if (r->size & RING_CUT)
			log_write("\n", 1);
		at = ring_next(at, n);
	}
	if (!final)
		remove_file();
}

/* The file cannot grow, or nobody reads it: what comes goes to the log, behind
 * what is there. */
__attribute__((cold, noinline)) static void leave_full_file(struct thread *t)
{
	struct ring_lane *lane = t->lane;

	while (is_read() &&
	       lane->head != __atomic_load_n(&lane->tail, __ATOMIC_ACQUIRE)) {
		__atomic_store_n(&lane->waits, 1, __ATOMIC_SEQ_CST);
		wait_for_reader(lane, lane->moved);
	}
	if (!is_read())
		leave_lane(t);
}

/* 1: there is room; 0: none, and the line is dropped, if it has not begun; -1:
 * nobody reads. */
static int has_room(struct ring_lane *lane, uint64_t end, int has_begun)
{
	while (end - __atomic_load_n(&lane->tail, __ATOMIC_ACQUIRE) >
	       RING_DATA) {
		uint32_t moved =
			__atomic_load_n(&lane->moved, __ATOMIC_ACQUIRE);

		if (!is_read())
			return -1;
		if (file->drops && !has_begun)
			return 0;
		__atomic_store_n(&lane->waits, 1, __ATOMIC_SEQ_CST);
		if (end - __atomic_load_n(&lane->tail, __ATOMIC_SEQ_CST) >
		    RING_DATA)
			wait_for_reader(lane, moved);
	}
	return has_memory(lane, end) ? 1 : -1;
}

static void put_record(struct thread *t, struct ring_lane *lane,
		       const char *text, size_t n, uint32_t serial,
		       uint32_t flags)
{
	uint64_t at = lane->head, time;
	struct ring_record *r = (void *)(lane->data + at % RING_DATA);

	__atomic_store_n(&lane->beginning, RING_BEGINS, __ATOMIC_RELEASE);
	time = ring_now(t);
	__atomic_store_n(&lane->beginning, time, __ATOMIC_RELEASE);
	*r = (struct ring_record){(uint32_t)n | flags, serial, time};
	copy_in(lane, at + sizeof(*r), text, n);
	/* also the barrier between this and a look at the reader */
	__atomic_exchange_n(&lane->head, ring_next(at, n), __ATOMIC_SEQ_CST);
	__atomic_store_n(&lane->beginning, 0, __ATOMIC_RELEASE);
}

/* The text as one record or several. What cannot go by the lane goes to the
 * log. */
static void put_text(struct thread *t, const char *text, size_t n,
		     uint32_t serial, uint32_t flags)
{
	struct ring_lane *lane = lane_of(t);
	int has_begun = 0;

	while (lane && !file->is_direct) {
		size_t size = n < RING_PIECE ? n : RING_PIECE;
		int room =
			has_room(lane, ring_next(lane->head, size), has_begun);

		if (room == 0) {
			lane->dropped++;
			return;
		}
		if (room < 0) {
			leave_full_file(t);
			break;
		}
		put_record(t, lane, text, size, size < n ? 0 : serial,
			   size < n ? RING_MORE : flags);
		text += size;
		n -= size;
		has_begun = 1;
		if (__builtin_expect(!is_read(), 0))
			leave_lane(t);
		if (!n)
			return;
		lane = t->lane;
	}
	log_write(text, n);
}

/* --- calls that are under way ------------------------------------------------
 */

static void close_line(struct ring_open_line *line)
{
	__atomic_store_n(&line->serial, 0, __ATOMIC_RELEASE);
}

/* Calls further in have been left, by siglongjmp or with a vfork child, and
 * will not come back. */
static void cut_lines(struct thread *t, struct ring_lane *lane, uint32_t from)
{
	while (lane->deepest > from) {
		struct ring_open_line *line = &lane->open[--lane->deepest];

		if (!line->serial)
			continue;
		if (!file->is_direct)
			put_text(t, line->text, line->size & RING_SIZE,
				 line->serial, RING_CUT);
		close_line(line);
	}
}

void ring_begin(struct thread *t, uint32_t level, const char *text, size_t n,
		uint64_t time, int is_exec)
{
	struct ring_lane *lane = lane_of(t);
	struct ring_open_line *line;

	if (!lane || level >= RING_OPEN)
		return;
	if (__builtin_expect(lane->deepest > level, 0))
		cut_lines(t, lane, level);
	line = &lane->open[level];
	if (n > RING_OPEN_TEXT)
		n = RING_OPEN_TEXT;
	line->size = (uint32_t)n | (is_exec ? RING_EXEC : 0);
	line->time = time;
	memcpy(line->text, text, n);
	if (++lane->serials >= (1u << 28))
		lane->serials = 1;
	lane->deepest = level + 1;
	__atomic_store_n(&line->serial, lane->serials * RING_OPEN + level,
			 __ATOMIC_RELEASE);
}

/* The open line of that level; NULL: there is none. Calls further in may be
 * open too: this may be the first half of a call that they interrupt. */
static struct ring_open_line *find_line(const struct ring_lane *lane,
					uint32_t level)
{
	if (!lane || level >= RING_OPEN || lane->deepest <= level)
		return NULL;
	return (struct ring_open_line *)&lane->open[level];
}

void ring_forget(struct thread *t, uint32_t level)
{
	struct ring_lane *lane = t->lane;
	struct ring_open_line *open = find_line(lane, level);

	if (!open)
		return;
	close_line(open);
	if (lane->deepest == level + 1)
		lane->deepest = level;
}

void ring_finish(struct thread *t, uint32_t level, const char *line, size_t n)
{
	const struct ring_open_line *open = find_line(t->lane, level);

	put_text(t, line, n, open ? open->serial : 0, 0);
	ring_forget(t, level);
}

void ring_write(struct thread *t, const char *line, size_t n)
{
	put_text(t, line, n, 0, 0);
}

/* --- ends --------------------------------------------------------------------
 */

void ring_say_exit(struct thread *t)
{
	struct ring_lane *lane = lane_of(t);

	if (lane)
		__atomic_fetch_or(&lane->exits, RING_SAYS_EXIT,
				  __ATOMIC_RELEASE);
	if (file && has_died())
		remove_file();
}

void ring_say_thread_exit(struct thread *t)
{
	struct ring_lane *lane = lane_of(t);

	if (lane && thread_own_tid() == thread_own_pid())
		__atomic_fetch_or(&lane->exits, RING_SAYS_FIRST_EXIT,
				  __ATOMIC_RELEASE);
}

void ring_close(struct thread *t)
{
	struct ring_lane *lane = t->lane;

	t->lane = NULL;
	if (lane)
		__atomic_fetch_or(&file->owner[lane - lanes], RING_ENDED,
				  __ATOMIC_SEQ_CST);
}

void ring_before_vfork(struct thread *t)
{
	lane_of(t);
}

void ring_after_fork(struct thread *t)
{
	t->lane = NULL;
	if (lane_of(t))
		await_look(t->lane);
}
