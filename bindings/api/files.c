/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Files for lua/zpoline/io.lua: descriptors that are not there for the program,
 * closed when they are collected. The log is one that can only be written.
 * Calls that a signal interrupts are made again; an error is nil, its name, and
 * its number.
 */
#include "bindings/api/files.h"

#include <asm/errno.h>
#include <fcntl.h>
#include <lauxlib.h>
#include <stdbool.h>

#include "bindings/runtime/kernel.h"
#include "tables/tables.h"

#define CHUNK 16384

/* In place of a handle of the core's. */
#define CLOSED (-1)
#define LOG (-2)

struct file {
	int handle;
	bool lent; /* it stays open when this is collected */
};

static long make_call(uint64_t nr, uint64_t a, uint64_t b, uint64_t c,
		      uint64_t d)
{
	long ret;

	do
		ret = kernel_make(nr, (const uint64_t[6]){a, b, c, d});
	while (ret == -EINTR);
	return ret;
}

static long make_call3(uint64_t nr, uint64_t a, uint64_t b, uint64_t c)
{
	return make_call(nr, a, b, c, 0);
}

static int push_failure(lua_State *L, const char *path, long error)
{
	const char *name = tables_errno_name((int)-error);

	lua_pushnil(L);
	lua_pushfstring(L, "%s%s%s", path ? path : "", path ? ": " : "",
			name ? name : "error");
	lua_pushinteger(L, -error);
	return 3;
}

/* With the table at index for its user value. */
static struct file *new_file(lua_State *L, int index)
{
	struct file *f = lua_newuserdatauv(L, sizeof(*f), 1);

	f->handle = CLOSED;
	f->lent = false;
	luaL_setmetatable(L, LUA_FILEHANDLE);
	lua_pushvalue(L, index);
	lua_setiuservalue(L, -2, 1);
	return f;
}

static struct file *open_file(lua_State *L)
{
	struct file *f = luaL_checkudata(L, 1, LUA_FILEHANDLE);

	if (f->handle == CLOSED)
		luaL_error(L, "attempt to use a closed file");
	return f;
}

/* -1, which is EBADF for the kernel: the log cannot be read. */
static uint64_t find_descriptor(const struct file *f)
{
	return (uint64_t)(f->handle < 0 ? -1 : hook_fd_number(f->handle));
}

/* The descriptor fd is ours from now on. */
static int keep_descriptor(lua_State *L, struct file *f, const char *path,
			   long fd)
{
	if (fd >= 0)
		fd = hook_fd_keep((int)fd);
	if (fd < 0)
		return push_failure(L, path, fd);
	f->handle = (int)fd;
	return 1;
}

/* files.open(path, flags, state [, permissions]) */
static int files_open_path(lua_State *L)
{
	const char *path = luaL_checkstring(L, 1);
	lua_Integer flags = luaL_checkinteger(L, 2);
	lua_Integer mode = luaL_optinteger(L, 4, 0666);
	struct file *f = new_file(L, 3);
	long fd = make_call3(__NR_open, (uintptr_t)path,
			     (uint64_t)(flags | O_CLOEXEC), (uint64_t)mode);

	return keep_descriptor(L, f, path, fd);
}

/* files.duplicate(fd, state): of a descriptor of the program's */
static int files_duplicate(lua_State *L)
{
	lua_Integer fd = luaL_checkinteger(L, 1);
	struct file *f = new_file(L, 2);

	return keep_descriptor(L, f, NULL,
			       make_call3(__NR_fcntl, (uint64_t)fd,
					  F_DUPFD_CLOEXEC, 0));
}

/* files.log(state) */
static int files_log(lua_State *L)
{
	new_file(L, 1)->handle = LOG;
	return 1;
}

/* files.lend(file): a number for files.borrow() in all states of this process
 * and of those that it forks. The file stays open. */
static int files_lend(lua_State *L)
{
	struct file *f = open_file(L);

	f->lent = true;
	lua_pushinteger(L, f->handle);
	return 1;
}

/* files.borrow(number, state) */
static int files_borrow(lua_State *L)
{
	lua_Integer handle = luaL_checkinteger(L, 1);
	struct file *f = new_file(L, 2);

	f->handle = (int)handle;
	f->lent = true;
	return 1;
}

/* files.read(file [, n [, at]]): at most n bytes, "" at the end; from there,
 * and then the position stays where it is */
static int files_read(lua_State *L)
{
	const struct file *f = open_file(L);
	lua_Integer size = luaL_optinteger(L, 2, CHUNK);
	lua_Integer at = luaL_optinteger(L, 3, -1);
	luaL_Buffer b;
	char *to = luaL_buffinitsize(L, &b, (size_t)size);
	long n = make_call(at < 0 ? __NR_read : __NR_pread64,
			   find_descriptor(f), (uintptr_t)to, (uint64_t)size,
			   (uint64_t)at);

	if (n < 0)
		return push_failure(L, NULL, n);
	luaL_pushresultsize(&b, (size_t)n);
	return 1;
}

/* files.write(file, bytes): true */
static int files_write(lua_State *L)
{
	const struct file *f = open_file(L);
	size_t left;
	const char *p = luaL_checklstring(L, 2, &left);

	if (f->handle == LOG) {
		hook_log(p, left);
		left = 0;
	}
	while (left) {
		long n = hook_fd_write(f->handle, p, left);

		if (n == -EINTR)
			continue;
		if (n < 0)
			return push_failure(L, NULL, n);
		p += n;
		left -= (size_t)n;
	}
	lua_pushboolean(L, 1);
	return 1;
}

/* files.seek(file, offset, whence): the position */
static int files_seek(lua_State *L)
{
	const struct file *f = open_file(L);
	lua_Integer offset = luaL_checkinteger(L, 2);
	lua_Integer whence = luaL_checkinteger(L, 3);
	long at = make_call3(__NR_lseek, find_descriptor(f), (uint64_t)offset,
			     (uint64_t)whence);

	if (at < 0)
		return push_failure(L, NULL, at);
	lua_pushinteger(L, at);
	return 1;
}

static void close_file(struct file *f)
{
	if (f->handle >= 0)
		hook_fd_close(f->handle);
	f->handle = CLOSED;
}

/* files.close(file) */
static int files_close(lua_State *L)
{
	close_file(open_file(L));
	lua_pushboolean(L, 1);
	return 1;
}

/* files.number(file): of its descriptor, until the next call */
static int files_number(lua_State *L)
{
	lua_pushinteger(L, (int)find_descriptor(open_file(L)));
	return 1;
}

/* files.state(value): "file" or "closed file", nil for what is none */
static int files_state(lua_State *L)
{
	const struct file *f = luaL_testudata(L, 1, LUA_FILEHANDLE);

	luaL_checkany(L, 1);
	if (!f)
		lua_pushnil(L);
	else if (f->handle == CLOSED)
		lua_pushliteral(L, "closed file");
	else
		lua_pushliteral(L, "file");
	return 1;
}

/* __gc and __close. Standard ones stay. */
static int collect_file(lua_State *L)
{
	struct file *f = luaL_checkudata(L, 1, LUA_FILEHANDLE);

	if (f->handle >= 0 && !f->lent)
		close_file(f);
	return 0;
}

static int file_to_string(lua_State *L)
{
	const struct file *f = luaL_checkudata(L, 1, LUA_FILEHANDLE);

	if (f->handle == CLOSED)
		lua_pushliteral(L, "file (closed)");
	else
		lua_pushfstring(L, "file (%p)", (const void *)f);
	return 1;
}

static const luaL_Reg metamethods[] = {
	{"__close", collect_file},
	{"__gc", collect_file},
	{"__tostring", file_to_string},
	{NULL, NULL},
};

static const luaL_Reg functions[] = {
	{"borrow", files_borrow},
	{"close", files_close},
	{"duplicate", files_duplicate},
	{"lend", files_lend},
	{"log", files_log},
	{"number", files_number},
	{"open", files_open_path},
	{"read", files_read},
	{"seek", files_seek},
	{"state", files_state},
	{"write", files_write},
	{NULL, NULL},
};

static const struct {
	const char *name;
	int value;
} flags[] = {
	{"RDONLY", O_RDONLY}, {"WRONLY", O_WRONLY}, {"RDWR", O_RDWR},
	{"CREAT", O_CREAT},   {"EXCL", O_EXCL},	    {"TRUNC", O_TRUNC},
	{"APPEND", O_APPEND},
};

int files_open(lua_State *L)
{
	luaL_newlib(L, functions);
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		lua_pushinteger(L, flags[i].value);
		lua_setfield(L, -2, flags[i].name);
	}
	luaL_newmetatable(L, LUA_FILEHANDLE);
	luaL_setfuncs(L, metamethods, 0);
	lua_setfield(L, -2, "class");
	return 1;
}
