/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Loads the libraries of ZPOLINE_HOOK at the program's entry point. */
#include "start/libraries.h"

#include <dlfcn.h> /* RTLD_NOW */
#include <stdint.h>
#include <sys/mman.h>

#include "analysis/auxv.h"
#include "analysis/link_map.h"
#include "base/log.h"
#include "base/nolibc.h"
#include "base/patch.h"
#include "base/rawcall.h"
#include "start/stand_in.h"

#define JUMP_SIZE 14 /* jmp *(%rip), and where to */
#define PATH_SIZE 4096

/* libraries.S: goes on at libraries_entry when libraries_load() is done. */
void libraries_begin(void);
extern uintptr_t libraries_entry __attribute__((visibility("hidden")));
void libraries_load(void) __attribute__((visibility("hidden")));

static const char *wanted;
static int by_exec;
static uint8_t old[JUMP_SIZE];

#define WITHOUT "without its C hooks"

static int change_entry(const uint8_t *bytes)
{
	struct patch p;
	int err = patch_open(&p, libraries_entry, libraries_entry + JUMP_SIZE,
			     PROT_READ | PROT_EXEC, PATCH_BY_FILE);

	if (!err) {
		err = patch_put(&p, libraries_entry, bytes, JUMP_SIZE);
		err = patch_close(&p) || err;
	}
	return err;
}

/* libc's own, also where the program has functions of these names. */
static struct {
	void *(*open)(const char *path, int flags);
	void *(*symbol)(void *library, const char *name);
	char *(*error)(void);
} libc;

static uintptr_t find_function(const char *name)
{
	uintptr_t at = link_map_symbol(LINK_MAP_LIBC, name);

	/* before glibc 2.34, if the program is linked to it */
	if (!at)
		at = link_map_symbol("libdl.so.2", name);
	/* musl's libc is the loader */
	return at ? at : link_map_loader_symbol(name);
}

#define NO_DLOPEN "ZPOLINE_HOOK: the program's libc has no dlopen. Remedy: "

/* Returns -1 if there is none: a child goes on without. */
static int find_loader(void)
{
	if (by_exec)
		link_map_find_list();
	libc.open = (void *(*)(const char *, int))find_function("dlopen");
	libc.symbol = (void *(*)(void *, const char *))find_function("dlsym");
	libc.error = (char *(*)(void))find_function("dlerror");
	if (libc.open && libc.symbol && libc.error)
		return 0;
	log_refuse(WITHOUT, "%s",
		   by_exec ? NO_DLOPEN "hook in Lua"
			   : NO_DLOPEN "name the libraries in LD_PRELOAD, "
				       "behind this one, and have their "
				       "constructors call zpoline_hook");
	return -1;
}

static void *open_stand_in(void)
{
	const int flags = RTLD_NOW | RTLD_GLOBAL;
	void *object = NULL;
	char path[32];
	int fd;

	if (stand_in_begin() == 0)
		object = libc.open(STAND_IN_PATH, flags);
	stand_in_end();
	if (object)
		return object;
	fd = stand_in_open(path, sizeof(path));
	if (fd < 0)
		return NULL;
	object = libc.open(path, flags);
	sys_close(fd);
	return object;
}

/* The loader gets to know the functions of zpoline.h. Returns the same. */
static int load_stand_in(void)
{
	void *object = open_stand_in();
	void *table = object ? libc.symbol(object, STAND_IN_TABLE) : NULL;

	if (table) {
		stand_in_fill(table);
		return 0;
	}
	log_refuse(WITHOUT,
		   "ZPOLINE_HOOK: the functions of zpoline.h cannot be loaded: "
		   "%s. Remedy: zpoline run --preload",
		   libc.error());
	return -1;
}

static void load_library(const char *path)
{
	void *library = libc.open(path, RTLD_NOW);
	int (*init)(void);
	void *symbol;
	int ret;

	if (!library) {
		log_refuse(WITHOUT, "ZPOLINE_HOOK: %s", libc.error());
		return;
	}
	symbol = libc.symbol(library, "zpoline_hook_init");
	if (!symbol) {
		log_refuse(WITHOUT,
			   "ZPOLINE_HOOK: %s has no function "
			   "zpoline_hook_init. Remedy: define it, as zpoline.h "
			   "says",
			   path);
		return;
	}
	*(void **)&init = symbol;
	ret = init();
	if (ret)
		log_refuse(WITHOUT,
			   "ZPOLINE_HOOK: zpoline_hook_init of %s failed with "
			   "%d",
			   path, ret);
}

void libraries_load(void)
{
	const char *list = wanted, *item;
	char path[PATH_SIZE];
	size_t n;

	if (change_entry(old))
		log_fatal("ZPOLINE_HOOK: the kernel refuses to change the "
			  "program's entry point back");
	if (find_loader() || (by_exec && load_stand_in()))
		return;
	while ((n = nolibc_next(&list, &item))) {
		int is_name = !memchr(item, '/', n);

		/* a name alone would be looked for in the loader's folders */
		nolibc_format(path, sizeof(path), "%s%.*s", is_name ? "./" : "",
			      (int)n, item);
		load_library(path);
	}
}

#define NO_LOADER                                                              \
	"ZPOLINE_HOOK: the program has no loader, which would load libraries " \
	"(it is static, or the loader itself). Remedy: start one that is "     \
	"linked dynamically, or hook in Lua"
#define BY_LOADER                                                              \
	"ZPOLINE_HOOK: the loader was started in the program's place. "        \
	"Remedy: start the program"
#define NO_CHANGE                                                              \
	"ZPOLINE_HOOK: the kernel refuses to change the program's entry "      \
	"point. Remedy: name the libraries in LD_PRELOAD, behind this one, "   \
	"and have their constructors call zpoline_hook"

void libraries_start(const char *list, char **envp, int is_at_exec)
{
	uint8_t jump[JUMP_SIZE] = {0xff, 0x25};
	uintptr_t target = (uintptr_t)libraries_begin;

	by_exec = is_at_exec;
	libraries_entry = auxv_value(envp, AT_ENTRY);
	if (!auxv_value(envp, AT_BASE) || !libraries_entry) {
		log_refuse(WITHOUT, "%s", by_exec ? NO_LOADER : BY_LOADER);
		return;
	}
	wanted = list;
	memcpy(old, (const void *)libraries_entry, JUMP_SIZE);
	memcpy(jump + 6, &target, sizeof(target));
	if (change_entry(jump))
		log_refuse(WITHOUT, NO_CHANGE);
}
