/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Reads and merges the lanes of a run's threads. */
#include "cli/tracing/drain.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "cli/common/message.h"
#include "cli/tracing/output.h"
#include "cli/tracing/processes.h"
#include "tables/ring_file.h"

/* A record that is being written for so long is not waited for: its thread is
 * stopped. */
#define STOPPED_NS 100000000ull
#define STORE_NS 10000

#define LISTENER_STACK (64 * 1024)

static struct ring_head *file;
static struct ring_lane *lanes;
static char *file_path, *directory;
static unsigned long dropped;

/* What is known of each lane. */
static struct reader {
	uint64_t owner; /* named; 0: none */
	uint64_t at;	/* read so far, and not yet given back */
	uint64_t head;	/* written, as far as is known */
	struct process *process;
	int is_over;	 /* its thread is no more */
	int is_shown;	 /* what was open then has been written */
	int is_replaced; /* for its process runs another program */
	uint64_t bound;	 /* nothing older than this will come; 0: see there */
	uint32_t completed[RING_OPEN]; /* serials, by place */
	char *part;		       /* of a line in pieces */
	size_t size, room;
} readers[RING_LANES];

uint64_t drain_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* --- the file ----------------------------------------------------------------
 */

/* May any user go there? What root starts may be another one's later. */
static int is_for_all(const char *place)
{
	struct stat st;

	return stat(place, &st) == 0 && (st.st_mode & S_IXOTH);
}

/* A directory that only its owner may look into. */
static char *make_directory(int for_all)
{
	const char *places[] = {getenv("XDG_RUNTIME_DIR"), "/dev/shm",
				getenv("TMPDIR"), "/tmp"};

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		char *name;

		if (!places[i] || *places[i] != '/' ||
		    (for_all && !is_for_all(places[i])))
			continue;
		name = message_format("%s/zpoline-XXXXXX", places[i]);
		if (mkdtemp(name)) {
			if (for_all)
				chmod(name, 0711);
			return name;
		}
		free(name);
	}
	return NULL;
}

/* By its name a program finds it, whose user may not open root's files. So it
 * is one that nobody else guesses, and the directory cannot be listed. */
static char *name_file(int for_all)
{
	uint64_t secret[2];

	if (!for_all || getrandom(secret, sizeof(secret), 0) != sizeof(secret))
		return message_format("%s/ring", directory);
	return message_format("%s/ring-%016llx%016llx", directory,
			      (unsigned long long)secret[0],
			      (unsigned long long)secret[1]);
}

/*
 * The kernel marks the word of a robust futex when the thread that holds it
 * ends, whatever ends it: writers, in any namespace, see that nobody reads.
 */
static int hold_reader(void)
{
	static struct robust_list_head list;
	static struct robust_list entry;
	const long offset =
		(long)((const char *)&file->reader - (const char *)&entry);

	file->reader = (uint32_t)getpid();
	entry.next = &list.list;
	list.list.next = &entry;
	list.futex_offset = offset;
	return (int)syscall(SYS_set_robust_list, &list, sizeof(list));
}

static int map_file(int for_all)
{
	const size_t size = RING_FILE_SIZE;
	struct rlimit limit;
	void *p = MAP_FAILED;
	int fd;

	/* a limit on the size of files would end us by a signal */
	if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur < size) {
		errno = EFBIG;
		return -1;
	}
	fd = open(file_path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	if (for_all)
		fchmod(fd, 0666);
	if (ftruncate(fd, (off_t)size) == 0 &&
	    posix_fallocate(fd, 0, sizeof(struct ring_head)) == 0)
		p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (p == MAP_FAILED)
		return -1;
	file = p;
	lanes = (struct ring_lane *)(file + 1);
	return 0;
}

const char *drain_start(int how)
{
	const int for_all = geteuid() == 0;

	directory = make_directory(for_all);
	if (!directory)
		return NULL;
	file_path = name_file(for_all);
	if (map_file(for_all) != 0 || hold_reader() != 0) {
		drain_end();
		return NULL;
	}
	file->magic = RING_MAGIC;
	file->lanes = RING_LANES;
	file->drops = (how & DRAIN_DROPS) != 0;
	file->is_direct = (how & DRAIN_DIRECT) != 0;
	return file_path;
}

static void *listen_for_processes(void *reader)
{
	for (uint32_t before = 0, now;; before = now) {
		syscall(SYS_futex, &file->processes, FUTEX_WAIT, before, NULL,
			NULL, 0);
		now = __atomic_load_n(&file->processes, __ATOMIC_SEQ_CST);
		if (now != before)
			pthread_kill(*(pthread_t *)reader, SIGCHLD);
	}
	return NULL;
}

void drain_listen(void)
{
	static pthread_t reader;
	pthread_attr_t attr;
	pthread_t thread;

	reader = pthread_self();
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, LISTENER_STACK);
	if (pthread_create(&thread, &attr, listen_for_processes, &reader) == 0)
		__atomic_store_n(&file->listens, 1, __ATOMIC_RELEASE);
	pthread_attr_destroy(&attr);
}

void drain_end(void)
{
	const int before = errno;

	unlink(file_path);
	rmdir(directory);
	errno = before;
}

/* --- lanes -------------------------------------------------------------------
 */

static void wake_writer(struct ring_lane *lane)
{
	__atomic_fetch_add(&lane->moved, 1, __ATOMIC_SEQ_CST);
	if (__atomic_exchange_n(&lane->waits, 0, __ATOMIC_SEQ_CST))
		syscall(SYS_futex, &lane->moved, FUTEX_WAKE, INT_MAX, NULL,
			NULL, 0);
}

static void look_for_owner(size_t i)
{
	struct reader *r = &readers[i];
	uint64_t owner = __atomic_load_n(&file->named[i], __ATOMIC_ACQUIRE);

	if (!owner || r->owner)
		return;
	r->owner = owner;
	r->at = r->head = lanes[i].tail;
	r->is_over = r->is_shown = r->is_replaced = 0;
	r->bound = 0;
	memset(r->completed, 0, sizeof(r->completed));
	r->process = processes_find((int)(owner >> RING_PID_SHIFT),
				    lanes[i].pid_space);
	r->process->lanes++;
	__atomic_store_n(&lanes[i].known, 1, __ATOMIC_SEQ_CST);
	wake_writer(&lanes[i]);
}

/* How much there is. */
static void look_at_lane(size_t i)
{
	struct reader *r = &readers[i];
	uint64_t owner;

	if (!r->owner)
		return;
	/* first that, so that all it has written is seen */
	owner = __atomic_load_n(&file->owner[i], __ATOMIC_ACQUIRE);
	r->is_replaced = (owner & RING_REPLACED) != 0;
	r->is_over = r->process->is_dead || r->is_replaced ||
		     (owner & RING_ENDED) != 0;
	r->process->says_exit |=
		(int)__atomic_load_n(&lanes[i].exits, __ATOMIC_ACQUIRE);
	r->head = __atomic_load_n(&lanes[i].head, __ATOMIC_SEQ_CST);
}

/* Room that was read is free once its lines are written. */
static void give_back(void)
{
	output_flush();
	for (size_t i = 0; i < RING_LANES; i++) {
		struct ring_lane *lane = &lanes[i];

		if (!readers[i].owner || lane->tail == readers[i].at)
			continue;
		__atomic_store_n(&lane->tail, readers[i].at, __ATOMIC_SEQ_CST);
		wake_writer(lane);
	}
}

/* --- lines -------------------------------------------------------------------
 */

static const struct ring_record *record_at(size_t i)
{
	return (const void *)(lanes[i].data + readers[i].at % RING_DATA);
}

static void add_part(struct reader *r, const char *text, size_t n)
{
	if (r->room - r->size < n) {
		r->room = (r->size + n) * 2;
		r->part = message_alloc(r->part, r->room);
	}
	memcpy(r->part + r->size, text, n);
	r->size += n;
}

/* A text of the lane, which may wrap around there. */
static void add_wrapped(size_t i, uint64_t at, size_t n)
{
	size_t from = at % RING_DATA, first = RING_DATA - from;

	if (n < first)
		first = n;
	add_part(&readers[i], lanes[i].data + from, first);
	add_part(&readers[i], lanes[i].data, n - first);
}

/* Take the lane's next record. */
static void take_record(size_t i, drain_cut_fn *cut)
{
	const struct ring_record record = *record_at(i);
	struct reader *r = &readers[i];
	struct process *p = r->process;
	size_t n = record.size & RING_SIZE;
	uint64_t text = r->at + sizeof(record);
	int wraps = text % RING_DATA + n > RING_DATA, is_due = 0;

	r->at = ring_next(r->at, n);
	p->last = record.time;
	if (record.serial)
		r->completed[record.serial % RING_OPEN] = record.serial;
	if (record.size & RING_MORE || r->size || wraps) {
		add_wrapped(i, text, n);
		if (record.size & RING_MORE)
			return;
		if (record.size & RING_CUT)
			cut(p, r->part, r->size);
		else
			is_due = output_add(p->out, r->part, r->size);
		r->size = 0;
	} else if (record.size & RING_CUT) {
		cut(p, lanes[i].data + text % RING_DATA, n);
	} else {
		is_due =
			output_add(p->out, lanes[i].data + text % RING_DATA, n);
	}
	if (is_due)
		give_back();
}

/* --- lines of calls that have not come back
 * -----------------------------------
 */

/* The line that is open at that place, and will not be completed; NULL: none
 * is. */
static const struct ring_open_line *open_line(size_t i, size_t place)
{
	const struct reader *r = &readers[i];
	const struct ring_open_line *line = &lanes[i].open[place];
	uint32_t serial = __atomic_load_n(&line->serial, __ATOMIC_ACQUIRE);

	if (!serial || serial == r->completed[place] ||
	    (r->is_replaced && line->size & RING_EXEC))
		return NULL;
	return line;
}

static void show_open_lines(size_t i, drain_cut_fn *cut)
{
	struct reader *r = &readers[i];

	r->size = 0; /* of a line that was being written in pieces */
	for (size_t place = 0; place < RING_OPEN; place++) {
		const struct ring_open_line *line = open_line(i, place);
		uint32_t size = line ? line->size & RING_SIZE : 0;

		if (line)
			cut(r->process, line->text,
			    size < RING_OPEN_TEXT ? size : RING_OPEN_TEXT);
	}
	r->is_shown = 1;
}

/* When the last of them was opened; UINT64_MAX: there is none. */
static uint64_t open_time(size_t i)
{
	uint64_t last = 0;

	for (size_t place = 0; place < RING_OPEN; place++) {
		const struct ring_open_line *line = open_line(i, place);

		if (line && line->time > last)
			last = line->time;
	}
	return last ? last : UINT64_MAX;
}

/* --- merging -----------------------------------------------------------------
 */

static int has_records(size_t i)
{
	return readers[i].at < readers[i].head;
}

/* Of the lane's next record, or behind the last one of what is open then. */
static uint64_t next_time(size_t i)
{
	if (has_records(i))
		return record_at(i)->time;
	return readers[i].is_over && !readers[i].is_shown ? open_time(i)
							  : UINT64_MAX;
}

/* Lanes that have something to be written. */
static size_t active[RING_LANES], actives;

static void find_active(void)
{
	actives = 0;
	for (size_t i = 0; i < RING_LANES; i++)
		if (readers[i].owner && next_time(i) != UINT64_MAX)
			active[actives++] = i;
}

/* The lane with the oldest, and the time of the second oldest. */
static size_t find_oldest(uint64_t until, uint64_t *second)
{
	size_t found = RING_LANES;
	uint64_t oldest = until;

	*second = until;
	for (size_t n = 0; n < actives; n++) {
		size_t i = active[n];
		uint64_t time = next_time(i);

		if (time < oldest) {
			*second = oldest;
			oldest = time;
			found = i;
		} else if (time < *second) {
			*second = time;
		}
	}
	return found;
}

static void merge_lanes(uint64_t until, drain_cut_fn *cut)
{
	uint64_t second;
	size_t i;

	find_active();
	while ((i = find_oldest(until, &second)) != RING_LANES) {
		if (!has_records(i)) {
			show_open_lines(i, cut);
			continue;
		}
		do
			take_record(i, cut);
		while (has_records(i) &&
		       (record_at(i)->time < second || readers[i].size));
	}
	give_back();
}

/* --- ends --------------------------------------------------------------------
 */

static void free_lane(size_t i)
{
	struct ring_lane *lane = &lanes[i];
	struct reader *r = &readers[i];

	for (size_t place = 0; place < RING_OPEN; place++)
		lane->open[place].serial = 0;
	dropped += lane->dropped;
	lane->dropped = 0;
	r->process->lanes--;
	r->owner = 0;
	__atomic_store_n(&file->named[i], 0, __ATOMIC_RELEASE);
	__atomic_store_n(&file->owner[i], 0, __ATOMIC_SEQ_CST);
}

static void free_lanes(drain_cut_fn *cut)
{
	for (size_t i = 0; i < RING_LANES; i++) {
		struct reader *r = &readers[i];

		if (!r->owner || !r->is_over || has_records(i))
			continue;
		if (!r->is_shown)
			show_open_lines(i, cut);
		free_lane(i);
	}
}

/* Claimed by a process that died before its lane had memory. */
static void free_unnamed(void)
{
	for (size_t i = 0; i < RING_LANES; i++) {
		uint64_t owner =
			__atomic_load_n(&file->owner[i], __ATOMIC_ACQUIRE);

		if (owner &&
		    !__atomic_load_n(&file->named[i], __ATOMIC_ACQUIRE) &&
		    kill((pid_t)(owner >> RING_PID_SHIFT), 0) != 0 &&
		    errno == ESRCH)
			__atomic_compare_exchange_n(&file->owner[i], &owner, 0,
						    0, __ATOMIC_SEQ_CST,
						    __ATOMIC_RELAXED);
	}
}

/* --- what others call --------------------------------------------------------
 */

/*
 * Up to when all lines are there: a thread sets `beginning` before it reads the
 * clock for a record. The margin is what a store may take until it is seen.
 */
static uint64_t find_bound(uint64_t now, uint64_t before)
{
	uint64_t until = now - STORE_NS;

	for (size_t i = 0; i < RING_LANES; i++) {
		struct reader *r = &readers[i];
		uint64_t time;

		if (!r->owner || r->is_over)
			continue;
		time = __atomic_load_n(&lanes[i].beginning, __ATOMIC_ACQUIRE);
		if (time == RING_BEGINS) /* since the last look */
			time = r->bound ? r->bound : before;
		r->bound = time;
		if (time && time < until && now - time < STOPPED_NS)
			until = time;
	}
	return until;
}

static int find_fullest(void)
{
	uint64_t most = 0;

	for (size_t i = 0; i < RING_LANES; i++)
		if (readers[i].owner && readers[i].head - lanes[i].tail > most)
			most = readers[i].head - lanes[i].tail;
	return (int)((most * 100 + RING_DATA - 1) / RING_DATA);
}

int drain_read(drain_cut_fn *cut)
{
	static uint64_t before; /* when that was done last */
	uint64_t now, until;
	int fullest;

	for (size_t i = 0; i < RING_LANES; i++)
		look_for_owner(i);
	now = drain_now();
	until = find_bound(now, before);
	for (size_t i = 0; i < RING_LANES; i++)
		look_at_lane(i);
	fullest = find_fullest();
	merge_lanes(until, cut);
	free_lanes(cut);
	free_unnamed();
	before = now;
	return fullest;
}

void drain_rest(drain_cut_fn *cut)
{
	for (size_t i = 0; i < RING_LANES; i++) {
		look_for_owner(i);
		look_at_lane(i);
	}
	merge_lanes(UINT64_MAX, cut);
	free_lanes(cut);
}

int drain_leave(void)
{
	int owned = 0;

	__atomic_store_n(&file->leaving, 1, __ATOMIC_SEQ_CST);
	for (size_t i = 0; i < RING_LANES; i++)
		owned |= __atomic_load_n(&file->owner[i], __ATOMIC_SEQ_CST) !=
			 0;
	if (owned)
		__atomic_store_n(&file->leaving, 0, __ATOMIC_SEQ_CST);
	return !owned;
}

void drain_detach(drain_cut_fn *cut)
{
	__atomic_store_n(&file->leaving, 1, __ATOMIC_SEQ_CST);
	drain_rest(cut);
	for (size_t i = 0; i < RING_LANES; i++) {
		if (!readers[i].owner)
			continue;
		__atomic_store_n(&lanes[i].final, readers[i].at + 1,
				 __ATOMIC_SEQ_CST);
		show_open_lines(i, cut);
		dropped += lanes[i].dropped;
	}
}

unsigned long drain_dropped(void)
{
	return dropped;
}
