/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The path that a call names, as an absolute one: from the working directory or
 * the descriptor of its folder on. All is kept in the thread's record: the
 * guard is up, and what is returned holds until the next of these.
 */
#ifndef NAMED_PATH_H
#define NAMED_PATH_H

#include "hooks/rule.h"

/*
 * Of the path that is in t->text now, without ".", ".." and doubled slashes;
 * links: symbolic links are followed as the call does, as far as there are
 * files. NULL: it is too long, or where it begins has no name, or there are no
 * links to follow.
 */
const char *named_path(const struct call *call, const struct hook_path *path,
		       int links);

/* What a descriptor of the program's is open on, as /proc says; NULL: nothing,
 * or it cannot be known. */
const char *named_path_of_fd(struct thread *t, int fd);

#endif
