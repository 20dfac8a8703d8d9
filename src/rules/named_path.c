/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A path is walked in two buffers of the thread's record. One has what has been
 * walked. The other has what is left, at its end, so that there is room in
 * front for the text of a link.
 */
#include "rules/named_path.h"

#include <asm/errno.h>
#include <linux/fcntl.h>
#include <linux/openat2.h>

#include "base/nolibc.h"
#include "base/rawcall.h"
#include "thread/memory.h"
#include "thread/thread.h"

#define SIZE ((size_t)THREAD_TEXT)
#define MOST_LINKS 40

struct walk {
	char *walked; /* absolute; "" is the root */
	size_t length;
	size_t top;  /* `..` leads no further up, absolute links lead there */
	char *left;  /* the piece at whose end is what is left, */
	size_t from; /* from here on */
	int links;   /* followed; -1: none is */
	int at_end;  /* a link at the end is followed too */
};

/* --- where it begins --------------------------------------------------------
 */

const char *named_path_of_fd(struct thread *t, int fd)
{
	char link[sizeof("/proc/self/fd/-2147483648")];
	char *to = t->room->path;
	long n;

	nolibc_format(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = SYSCALL(__NR_readlink, link, to, SIZE - 1, 0, 0, 0);
	if (n <= 0)
		return NULL;
	to[n] = '\0';
	return to;
}

/* The folder's path becomes what has been walked. */
static int begin_in_folder(struct walk *w, struct thread *t, int dfd)
{
	if (dfd != AT_FDCWD) {
		if (!named_path_of_fd(t, dfd))
			return 0;
	} else if (SYSCALL(__NR_getcwd, w->walked, SIZE, 0, 0, 0, 0) <= 0) {
		return 0;
	}
	if (w->walked[0] != '/') /* "(unreachable)/...", "pipe:[1]" */
		return 0;
	w->length = strlen(w->walked);
	if (w->length == 1)
		w->length = 0;
	return 1;
}

static uint64_t flags_of(const struct call *call, const struct hook_path *path)
{
	return path->flags < 6 ? hook_argument(&call->regs, path->flags) : 0;
}

/* The flags of open(), and for openat2 those of RESOLVE_. */
static uint64_t open_flags(const struct call *call,
			   const struct hook_path *path, uint64_t *resolve)
{
	uint64_t flags = flags_of(call, path);
	struct open_how how;

	*resolve = 0;
	if (path->follow != HOOK_FOLLOW_HOW)
		return flags;
	if (memory_copy_in(&how, flags, sizeof(how)) != sizeof(how))
		return 0;
	*resolve = how.resolve;
	return how.flags;
}

static int follows(const struct hook_path *path, uint64_t flags)
{
	int is_set = (flags & path->bit) != 0;

	switch (path->follow) {
	case HOOK_FOLLOW_NEVER:
		return 0;
	case HOOK_FOLLOW_ALWAYS:
		return 1;
	case HOOK_FOLLOW_IF:
		return is_set;
	case HOOK_FOLLOW_UNLESS:
		return !is_set;
	default:
		return !(flags & O_NOFOLLOW) &&
		       (flags & (O_CREAT | O_EXCL)) != (O_CREAT | O_EXCL);
	}
}

/*
 * Is there a link on the way? One call answers and makes nothing: the kernel is
 * asked for a name that does not exist, behind the path, and must follow no
 * link. Returns 0 as well if there is nothing to be walked.
 */
static int has_links(char *text, size_t n, int dfd, int at_end)
{
	static const char absent[] = "/\1absent";
	const struct open_how how = {.flags = O_PATH | O_CLOEXEC,
				     .resolve = RESOLVE_NO_SYMLINKS};
	char kept[sizeof(absent)];
	size_t end = n;
	int fd;

	while (!at_end && end > 0 && text[end - 1] != '/')
		end--;
	if (end + sizeof(absent) > SIZE)
		return 1;
	if (end == 0)
		return 0;
	memcpy(kept, text + end, sizeof(kept));
	memcpy(text + end, absent, sizeof(absent));
	fd = (int)SYSCALL(__NR_openat2, dfd, text, &how, sizeof(how), 0, 0);
	memcpy(text + end, kept, sizeof(kept));
	if (fd >= 0)
		sys_close(fd);
	return fd != -ENOENT && fd != -ENOTDIR;
}

static int begin_walk(struct walk *w, const struct call *call,
		      const struct hook_path *path, int links)
{
	struct thread *t = call->thread;
	int dfd = path->dfd < 6 ? (int)hook_argument(&call->regs, path->dfd)
				: AT_FDCWD;
	size_t n = strlen(t->text);
	uint64_t resolve, flags = open_flags(call, path, &resolve);
	int is_whole = t->text[0] == '/' && !(resolve & RESOLVE_IN_ROOT);

	*w = (struct walk){
		.walked = t->room->path,
		.left = t->text,
		.from = SIZE - 1 - n,
		.links = links ? 0 : -1,
		.at_end = follows(path, flags),
	};
	w->walked[0] = '\0';
	if (links && !resolve && !has_links(t->text, n, dfd, w->at_end))
		return 0;
	if (!is_whole && !begin_in_folder(w, t, dfd))
		return 0;
	w->top = resolve & RESOLVE_IN_ROOT ? w->length : 0;
	memmove(w->left + w->from, t->text, n + 1);
	return 1;
}

/* --- name by name -----------------------------------------------------------
 */

static void up(struct walk *w)
{
	while (w->length > w->top && w->walked[w->length - 1] != '/')
		w->length--;
	if (w->length > w->top)
		w->length--; /* the slash */
}

/* Links of /proc that lead to what has no name: "pipe:[1]". */
static int has_no_name(const struct walk *w, const char *to, size_t n)
{
	return w->length > 6 && memcmp(w->walked, "/proc/", 6) == 0 &&
	       to[0] != '/' && memchr(to, ':', n);
}

/* If the file that has been walked to is a link, put its text in front of what
 * is left. Returns 0 if it is none. */
static int follow(struct walk *w)
{
	long n;

	w->walked[w->length] = '\0';
	n = SYSCALL(__NR_readlink, w->walked, w->left, w->from, 0, 0, 0);
	if (n <= 0 || (size_t)n == w->from ||
	    has_no_name(w, w->left, (size_t)n))
		return 0;
	if (w->left[0] == '/')
		w->length = w->top;
	else
		up(w);
	w->from -= (size_t)n;
	memmove(w->left + w->from, w->left, (size_t)n);
	w->links++;
	return 1;
}

/* Take the next name from what is left. Returns its length, 0 at the end. */
static size_t next_name(struct walk *w, const char **name)
{
	size_t n = 0;

	while (w->left[w->from] == '/')
		w->from++;
	*name = w->left + w->from;
	while ((*name)[n] && (*name)[n] != '/')
		n++;
	w->from += n;
	return n;
}

static int is_dots(const char *name, size_t n, size_t dots)
{
	return n == dots && name[0] == '.' && name[n - 1] == '.';
}

/* 0: it is too long. */
static int walk_name(struct walk *w, const char *name, size_t n)
{
	if (w->length + n + 2 > SIZE)
		return 0;
	w->walked[w->length] = '/';
	memcpy(w->walked + w->length + 1, name, n);
	w->length += n + 1;
	/* a slash behind a link follows it */
	if (w->links >= 0 && w->links < MOST_LINKS &&
	    (w->at_end || w->left[w->from]))
		follow(w);
	return 1;
}

const char *named_path(const struct call *call, const struct hook_path *path,
		       int links)
{
	struct walk w;
	const char *name;
	size_t n;

	if (!begin_walk(&w, call, path, links))
		return NULL;
	while ((n = next_name(&w, &name)) > 0) {
		if (is_dots(name, n, 2))
			up(&w);
		else if (!is_dots(name, n, 1) && !walk_name(&w, name, n))
			return NULL;
	}
	if (w.length == 0)
		w.walked[w.length++] = '/';
	w.walked[w.length] = '\0';
	return w.walked;
}
