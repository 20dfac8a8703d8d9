/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Finds the file or socket of a recorded call, and its bytes. */
#include "cli/recording/call_subject.h"

#include <stdlib.h>
#include <string.h>

#include "cli/common/message.h"
#include "cli/recording/intern.h"
#include "tables/classes.h"

/* Of "3</etc/hosts>" the path, to be freed; of anything else NULL. */
static char *open_on(const char *text)
{
	size_t n = strspn(text, "0123456789"), size = strlen(text);

	if (!n || text[n] != '<' || text[size - 1] != '>')
		return NULL;
	return message_format("%.*s", (int)(size - n - 2), text + n + 1);
}

/* --- sockets -----------------------------------------------------------------
 */

static struct intern sockets;
static char **addresses; /* by number */

/* The text from behind the mark to the byte, or NULL. */
static char *copy_between(const char *text, const char *mark, char end)
{
	const char *from = strstr(text, mark), *to;

	if (!from)
		return NULL;
	from += strlen(mark);
	to = strchr(from, end);
	return to ? message_format("%.*s", (int)(to - from), from) : NULL;
}

/* Of a sockaddr as it is shown, to be freed. */
static char *format_address(const char *text)
{
	char *host = copy_between(text, "sin_addr=\"", '"');
	char *port = copy_between(text, "port=", ',');
	char *made = NULL;

	if (host && port)
		made = message_format("%s:%s", host, port);
	free(host);
	host = copy_between(text, "sin6_addr=\"", '"');
	if (host && port)
		made = message_format("[%s]:%s", host, port);
	free(host);
	free(port);
	return made ? made : copy_between(text, "sun_path=\"", '"');
}

static void remember_peer(const char *socket, const char *sockaddr)
{
	char *made = format_address(sockaddr);
	unsigned int at;

	if (!made)
		return;
	at = intern_find(&sockets, socket);
	if (at == sockets.n) {
		addresses =
			intern_grow(addresses, sockets.n, sizeof(*addresses));
		intern_number(&sockets, socket);
	} else {
		free(addresses[at]);
	}
	addresses[at] = made;
}

/* A name of ours for a socket whose address is known; else the same. */
static char *with_address(char *name)
{
	unsigned int at = intern_find(&sockets, name);
	char *made;

	if (at == sockets.n)
		return name;
	made = message_format("socket %s", addresses[at]);
	free(name);
	return made;
}

static int is_one_of(const char *name, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(*list, name) == 0)
			return 1;
	return 0;
}

static void learn_socket(const struct recording_call *call)
{
	static const char *const own[] = {"connect", "bind", "getsockname",
					  NULL};
	static const char *const peers[] = {"accept", "accept4", NULL};
	char *socket = NULL;

	if (call->n < 2)
		return;
	if (is_one_of(call->name, own) && call->ret >= 0)
		socket = open_on(call->args[0]);
	else if (is_one_of(call->name, peers))
		socket = open_on(call->result);
	if (socket)
		remember_peer(socket, call->args[1]);
	free(socket);
}

/* --- paths -------------------------------------------------------------------
 */

static int takes_path(const char *name)
{
	struct tables_syscall s;
	int nr = tables_syscall_number(name);

	return nr >= 0 && tables_syscall(nr, &s) == 0 &&
	       classes_has("file", &s);
}

/* The directory of AT_FDCWD</tmp>, or of a descriptor; "" if it is not said. */
static char *find_directory(const char *text)
{
	if (strncmp(text, "AT_FDCWD<", 9) == 0)
		return message_format("%.*s", (int)strlen(text) - 10, text + 9);
	return open_on(text);
}

/* The first path that was given. */
static char *find_path(const struct recording_call *call)
{
	unsigned int i = 0;
	const char *text, *end;
	char *from, *made;

	while (i < call->n && call->args[i][0] != '"')
		i++;
	if (i == call->n || !takes_path(call->name))
		return NULL;
	text = call->args[i] + 1;
	end = strrchr(text, '"');
	if (!end || end == text)
		return NULL;
	from = i && *text != '/' ? find_directory(call->args[i - 1]) : NULL;
	made = message_format("%s%s%.*s", from ? from : "", from ? "/" : "",
			      (int)(end - text), text);
	free(from);
	return made;
}

char *call_subject_name(const struct recording_call *call)
{
	char *name = NULL;

	learn_socket(call);
	if (takes_path(call->name)) {
		name = open_on(call->result);
		if (!name)
			name = find_path(call);
	}
	if (!name && call->n)
		name = open_on(call->args[0]);
	if (!name)
		name = open_on(call->result);
	return name ? with_address(name) : NULL;
}

/* --- bytes -------------------------------------------------------------------
 */

void call_subject_bytes(const struct recording_call *call,
			unsigned long long *in, unsigned long long *out)
{
	static const char *const reads[] = {
		"read",	    "pread64", "readv",		  "preadv", "preadv2",
		"recvfrom", "recvmsg", "copy_file_range", "splice", NULL};
	static const char *const writes[] = {"write",	"pwrite64", "writev",
					     "pwritev", "pwritev2", "sendto",
					     "sendmsg", "sendfile", "vmsplice",
					     NULL};

	*in = *out = 0;
	if (call->ret <= 0)
		return;
	if (is_one_of(call->name, reads))
		*in = (unsigned long long)call->ret;
	else if (is_one_of(call->name, writes))
		*out = (unsigned long long)call->ret;
}
