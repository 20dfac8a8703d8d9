/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Gets everything ready for the helper (inject/inject.h). The calls here are
 * made with all signals blocked, so nothing of it is left behind by a handler
 * that does not return, and the new program's mask is set by the helper.
 */
#include "emulate/exec/exec_door.h"

#include <asm/errno.h>
#include <asm/signal.h>
#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <linux/memfd.h>
#include <linux/resource.h>
#include <linux/uio.h>
#include <linux/wait.h>

#include "base/gate.h"
#include "base/log.h"
#include "base/nolibc.h"
#include "base/pages.h"
#include "base/rawcall.h"
#include "base/reserved_fds.h"
#include "base/sink.h"
#include "emulate/exec/exec_env.h"
#include "emulate/exec/exec_file.h"
#include "emulate/exec/handed.h"
#include "emulate/exec/inherit.h"
#include "emulate/exec/proc_status.h"
#include "emulate/exec/shared_table.h"
#include "hooks/hook.h"
#include "inject/inject.h"
#include "thread/lock.h"
#include "thread/memory.h"
#include "thread/seccomp_filters.h"

#define PRELOAD "LD_PRELOAD="
#define OURS "libzpoline"
#define ENTRIES_MAX 4096 /* that are looked at */

/* What of a list of libraries is looked at, and how much of it at once. */
#define LIST_MAX 4096
#define LIST_PART 64

static struct inject common; /* but for what differs */
static struct exec_door_settings head;
static int is_open, is_left;

/* --- start-up ----------------------------------------------------------------
 */

/* In the helper. The new program is stopped. */
static int run_without(int err)
{
	log_line("the next program: " LOG_NOT_HOOKED ": no mapping (error %d)",
		 -err);
	return -1;
}

/* The strings of what is to be handed on, as many as there are. */
#define STRINGS 40

static uint32_t list_strings(const char **list)
{
	return exec_env_settings(list, STRINGS);
}

static int is_same(char *const *strings, const char *const *list, uint32_t n)
{
	uint32_t i = 0;

	for (; i < n && strings[i]; i++)
		if (strcmp(strings[i], list[i]) != 0)
			return 0;
	return i == n && !strings[i];
}

/* A file in memory with these strings, which h tells of then. Returns its
 * descriptor, or -errno. */
static int write_settings(struct exec_door_settings *h, const char *const *list,
			  uint32_t n)
{
	struct exec_door_settings *file;
	int fd = -ENOMEM;
	size_t size;
	char *at;

	h->count = n;
	h->size = h->kept = h->texts = 0;
	for (uint32_t i = 0; i < n; i++)
		h->size += strlen(list[i]) + 1;
	size = sizeof(*h) + h->size;
	file = pages_map(size);
	if (!file)
		return fd;
	*file = *h;
	at = (char *)(file + 1);
	for (uint32_t i = 0; i < n; i++) {
		size_t length = strlen(list[i]) + 1;

		memcpy(at, list[i], length);
		at += length;
	}
	fd = (int)SYSCALL(__NR_memfd_create, "zpoline",
			  MFD_ALLOW_SEALING | MFD_CLOEXEC, 0, 0, 0, 0);
	if (fd >= 0 &&
	    sink_write(fd, SINK_FILE, (const char *)file, size) != (long)size) {
		sys_close(fd);
		fd = -ENOSPC;
	}
	pages_unmap(file, size);
	return fd;
}

/* From here on whoever has it can only read it. */
static void seal(int fd)
{
	sys_fcntl(fd, F_ADD_SEALS,
		  F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
}

/* What children get stays the same, mostly. */
static int keeps, keeps_texts; /* can be added to them: no child has them yet */
static const char *kept[STRINGS];
static uint32_t kept_count;

static void keep_settings(const struct exec_door_given *given, int is_first)
{
	int fd = given->settings;

	kept_count = list_strings(kept);
	if (!is_same(given->strings, kept, kept_count)) {
		sys_close(fd);
		fd = write_settings(&head, kept, kept_count);
		keeps = keeps_texts = fd >= 0 && is_first;
		if (fd >= 0 && !keeps)
			seal(fd);
	}
	if (fd >= 0)
		reserved_fds_inherit(RESERVED_FDS_SETTINGS, fd);
}

void exec_door_start(const struct exec_door_given *given, int is_first)
{
	head = given->head;
	reserved_fds_inherit(RESERVED_FDS_LIBRARY, given->library);
	keep_settings(given, is_first);
	common = (struct inject){
		.call = gate_raw,
		.library = reserved_fds_number(RESERVED_FDS_LIBRARY),
		.failed = run_without,
		.entry = head.library_entry,
		.size = head.library_size,
		.instruction = head.instruction,
		.scratch = head.scratch,
	};
	is_open = reserved_fds_number(RESERVED_FDS_LIBRARY) >= 0 &&
		  reserved_fds_number(RESERVED_FDS_SETTINGS) >= 0;
}

/* --- what the first program keeps for others ---------------------------------
 */

static uint64_t kept_start(const struct exec_door_settings *h)
{
	return (sizeof(*h) + h->size + 15) & ~15ul;
}

/* The limit on the size of files holds for files in memory too. */
static int may_have(uint64_t size)
{
	struct rlimit64 limit = {0};

	return SYSCALL(__NR_prlimit64, 0, RLIMIT_FSIZE, 0, &limit, 0, 0) == 0 &&
	       limit.rlim_cur >= size;
}

/* As the kernel takes them. */
static_assert(sizeof(struct hook_part) == sizeof(struct iovec), "parts");

int hook_keeps(void)
{
	return keeps;
}

void hook_keep(const struct hook_part *part, int count)
{
	int fd = reserved_fds_number(RESERVED_FDS_SETTINGS);
	uint64_t n = 0;

	keeps = 0;
	for (int i = 0; i < count; i++)
		n += part[i].n;
	if (fd < 0 || !may_have(kept_start(&head) + n) ||
	    SYSCALL(__NR_pwritev, fd, part, count, kept_start(&head), 0, 0) !=
		    (long)n)
		return;
	head.kept = n;
	SYSCALL(__NR_pwrite64, fd, &head, sizeof(head), 0, 0, 0);
}

int hook_keeps_texts(void)
{
	return keeps_texts;
}

void hook_keep_texts(const char *texts, size_t n)
{
	int fd = reserved_fds_number(RESERVED_FDS_SETTINGS);
	uint64_t at = kept_start(&head) + head.kept;

	if (fd < 0 || !may_have(at + n) ||
	    SYSCALL(__NR_pwrite64, fd, texts, n, at, 0, 0) != (long)n)
		return;
	head.texts = n;
	SYSCALL(__NR_pwrite64, fd, &head, sizeof(head), 0, 0, 0);
}

void exec_door_started(void)
{
	if (keeps_texts)
		seal(reserved_fds_number(RESERVED_FDS_SETTINGS));
	keeps = keeps_texts = 0;
}

char *exec_door_texts(const struct exec_door_given *given)
{
	const struct exec_door_settings *h = &given->head;
	char *texts = h->texts ? pages_map(h->texts + 1) : NULL;

	if (texts && sys_pread(given->settings, texts, h->texts,
			       kept_start(h) + h->kept) == (long)h->texts)
		return texts;
	return NULL;
}

int hook_kept(void *to, size_t n, size_t at)
{
	return at <= head.kept && n <= head.kept - at &&
	       sys_pread(reserved_fds_number(RESERVED_FDS_SETTINGS), to, n,
			 kept_start(&head) + at) == (long)n;
}

void exec_door_refuse(const struct exec_door_given *given)
{
	sys_close(given->library);
	sys_close(given->settings);
}

/* The program may have taken the descriptor's number, and there was no other.
 */
int exec_door_is_open(void)
{
	return is_open && !is_left &&
	       reserved_fds_number(RESERVED_FDS_LIBRARY) >= 0;
}

void exec_door_left_namespace(void)
{
	is_left = 1;
}

/* --- which programs ----------------------------------------------------------
 */

/* What the helper does, and the library in the new program before it knows of
 * filters. */
static const short needed[] = {
	__NR_clone,	   __NR_ptrace,
	__NR_wait4,	   __NR_process_vm_readv,
	__NR_futex,	   __NR_process_vm_writev,
	__NR_kill,	   __NR_exit,
	__NR_memfd_create, __NR_write,
	__NR_close,	   __NR_fcntl,
	__NR_mmap,	   __NR_pread64,
	__NR_mprotect,	   __NR_rt_sigprocmask,
	__NR_munmap,	   __NR_rt_sigtimedwait,
	__NR_getppid,
};

static int may_help(const struct thread *t)
{
	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		if (!seccomp_filters_may_ever(t->filters, needed[i]))
			return 0;
	return t->filters != &seccomp_filters_unknown;
}

/* Has somebody else put the library there, such as a zpoline run of the
 * program's? */
static int names_library(uintptr_t p)
{
	char bytes[LIST_PART + sizeof(OURS)];

	for (size_t at = 0; at < LIST_MAX; at += LIST_PART) {
		size_t n = memory_copy_in(bytes, p + at, sizeof(bytes) - 1);
		const char *end = memchr(bytes, 0, n);

		bytes[end ? (size_t)(end - bytes) : n] = '\0';
		if (strstr(bytes, OURS))
			return 1;
		if (end || n < sizeof(bytes) - 1)
			break;
	}
	return 0;
}

static int has_library(uintptr_t envp)
{
	uint64_t p, word;

	for (int i = 0; envp && i < ENTRIES_MAX; i++, envp += sizeof(p)) {
		if (memory_peek(envp, &p) || !p)
			break;
		if (memory_peek(p, &word) == 0 &&
		    memcmp(&word, PRELOAD, sizeof(word)) == 0 &&
		    names_library(p))
			return 1;
	}
	return 0;
}

int exec_door_takes(const struct thread *t, const struct SyscallRegs *regs)
{
	return !has_library(regs->rax == __NR_execve ? regs->rdx : regs->r10) &&
	       (!t->filters || may_help(t)) && exec_file_is_open(regs);
}

/* --- the call ----------------------------------------------------------------
 */

/* Of a helper. It may run on after its maker's memory has gone back to the
 * maker's parent (vfork), so the kernel says when the room is free. */
struct room {
	struct inject inject;
	char stack[16384 - sizeof(struct inject)] __attribute__((aligned(16)));
};

#define ROOMS 64
static struct room *rooms[ROOMS];

static int take(struct room *room)
{
	int32_t none = 0;

	return __atomic_compare_exchange_n(&room->inject.helper, &none, -1, 0,
					   __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

static struct room *add_room(struct room **place)
{
	struct room *room = pages_map(sizeof(*room)), *none = NULL;

	if (!room)
		return NULL;
	room->inject.helper = -1;
	if (__atomic_compare_exchange_n(place, &none, room, 0, __ATOMIC_RELEASE,
					__ATOMIC_RELAXED))
		return room;
	pages_unmap(room, sizeof(*room));
	return NULL;
}

static struct room *take_room(void)
{
	for (int i = 0; i < ROOMS; i++) {
		struct room *room =
			__atomic_load_n(&rooms[i], __ATOMIC_ACQUIRE);

		if (room && take(room))
			return room;
		if (!room && (room = add_room(&rooms[i])))
			return room;
	}
	return NULL;
}

static void give_room(struct room *room)
{
	__atomic_store_n(&room->inject.helper, 0, __ATOMIC_RELEASE);
}

/* With the thread's filters, or as they are now. */
static int write_now(const struct thread *t, const char **list, uint32_t n)
{
	struct exec_door_settings h = head;
	char *filters = NULL;
	size_t size = 0;
	int fd;

	if (t->filters) {
		size = inherit_length(t->filters);
		filters = pages_map(size);
		if (!filters)
			return -ENOMEM;
		list[n++] = inherit_write(filters, size, t->filters);
	}
	fd = write_settings(&h, list, n);
	if (fd >= 0)
		seal(fd);
	if (filters)
		pages_unmap(filters, size);
	return fd;
}

/* Returns the descriptor, or -errno. *is_own: it is for this call only. */
static int find_settings(const struct thread *t, const char *handed,
			 int *is_own)
{
	const char *list[STRINGS + 2];
	uint32_t n = list_strings(list);

	if (handed)
		n = handed_put(list, n, handed);
	*is_own = t->filters || n != kept_count ||
		  memcmp(list, kept, n * sizeof(list[0])) != 0;
	return *is_own ? write_now(t, list, n)
		       : reserved_fds_number(RESERVED_FDS_SETTINGS);
}

static int has_sigchld(void)
{
	uint64_t pending = 0;

	SYSCALL(__NR_rt_sigpending, &pending, sizeof(pending), 0, 0, 0, 0);
	return (pending >> (SIGCHLD - 1)) & 1;
}

static int is_single(const struct thread *t)
{
	return !t->filters && thread_is_single(t) &&
	       SYSCALL(__NR_waitid, P_ALL, 0, 0,
		       WEXITED | WNOHANG | WNOWAIT | __WALL, 0, 0) == -ECHILD;
}

/* A process that this one has made traces it through its exec, as a zpoline
 * run's does: it is to be left alone. */
static int is_childs(void)
{
	int tracer = proc_status_number(0, "TracerPid");

	return tracer && proc_status_number(tracer, "PPid") == sys_getpid();
}

/* The descriptors are there for the new program, for this call only. */
static void set_close_on_exec(const int given[3], int flag)
{
	for (int i = 0; i < 3; i++)
		if (given[i])
			sys_fcntl(given[i], F_SETFD, flag);
}

static long exec_helped(const struct thread *t, struct room *room,
			const struct SyscallRegs *regs, int settings,
			uint64_t mask)
{
	struct inject *j = &room->inject;
	int library = reserved_fds_number(RESERVED_FDS_LIBRARY);
	const int given[] = {library, settings, log_common()};
	int32_t helper = j->helper;
	long ret;

	*j = common;
	j->helper = helper;
	j->library = library;
	j->settings = settings;
	j->log = given[2];
	j->maker = sys_gettid();
	j->process = thread_own_pid();
	j->sigchld = has_sigchld() ? EXEC_DOOR_LEAVE
		     : t->filters  ? EXEC_DOOR_TAKE
				   : EXEC_DOOR_LOOK;
	j->is_single = !j->sigchld && is_single(t);
	j->is_unfiltered = !t->filters;
	j->mask = mask;
	if (inject_begin(j, room->stack + sizeof(room->stack)))
		return is_childs() ? gate_issue(regs) : EXEC_DOOR_SHUT;
	set_close_on_exec(given, 0);
	ret = gate_issue(regs);
	inject_end(j);
	set_close_on_exec(given, FD_CLOEXEC);
	return ret;
}

static long issue_locked(const struct thread *t, const struct SyscallRegs *regs,
			 const char *handed, uint64_t mask)
{
	long ret = EXEC_DOOR_SHUT;
	int is_own, settings = find_settings(t, handed, &is_own);
	struct room *room = settings >= 0 ? take_room() : NULL;

	if (room) {
		ret = exec_helped(t, room, regs, settings, mask);
		give_room(room);
	}
	if (is_own && settings >= 0)
		sys_close(settings);
	return ret;
}

long exec_door_issue(struct thread *t, const struct SyscallRegs *regs,
		     const char *handed)
{
	const uint64_t all = ~0ul;
	long ret = EXEC_DOOR_SHUT;
	uint64_t mask = 0;

	if (SYSCALL(__NR_rt_sigprocmask, SIG_SETMASK, &all, &mask, sizeof(mask),
		    0, 0))
		return ret;
	shared_table_lock(t);
	ret = issue_locked(t, regs, handed, mask);
	shared_table_unlock(t);
	SYSCALL(__NR_rt_sigprocmask, SIG_SETMASK, &mask, 0, sizeof(mask), 0, 0);
	return ret;
}

/* --- a table that was copied meanwhile ---------------------------------------
 */

/* The number is another file's by now where the table is not a copy. */
static int is_settings(int fd)
{
	struct exec_door_settings h;

	return sys_fcntl(fd, F_GET_SEALS, 0) >= F_SEAL_WRITE &&
	       sys_pread(fd, &h, sizeof(h), 0) == sizeof(h) &&
	       h.library_entry == head.library_entry &&
	       h.library_size == head.library_size &&
	       h.instruction == head.instruction;
}

static void close_others_settings(void)
{
	for (int i = 0; i < ROOMS && rooms[i]; i++) {
		int fd = rooms[i]->inject.settings;

		if (fd > 0 &&
		    fd != reserved_fds_number(RESERVED_FDS_SETTINGS) &&
		    is_settings(fd))
			sys_close(fd);
	}
}

/* The helpers that it was copied from are in its maker's memory. */
void exec_door_after_fork(void)
{
	for (int i = 0; i < ROOMS && rooms[i]; i++)
		give_room(rooms[i]);
	shared_table_after_fork();
	is_left = 0;
}

void exec_door_part(uint32_t mark)
{
	const int given[] = {reserved_fds_number(RESERVED_FDS_LIBRARY),
			     reserved_fds_number(RESERVED_FDS_SETTINGS),
			     log_common()};

	if (!is_open || !shared_table_was_locked(mark))
		return;
	set_close_on_exec(given, FD_CLOEXEC);
	close_others_settings();
}
