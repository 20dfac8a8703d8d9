/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * What is ours in Lua's registry, by numbers that luaL_ref() does not give out.
 * An address as key would have its place by its value: a state may be the copy
 * of one in a program where the library was elsewhere (state_clone.c).
 */
#ifndef REGISTRY_H
#define REGISTRY_H

enum registry_key {
	REGISTRY_SIZES = -1,	/* of memory of zp.mem's, by address */
	REGISTRY_SCRIPTS = -2,	/* the registry that scripts see */
	REGISTRY_HOOKS = -3,	/* of debug.sethook */
	REGISTRY_FOLDERS = -4,	/* of scripts */
	REGISTRY_PATH = -5,	/* for require */
	REGISTRY_LOADED = -6,	/* modules */
	REGISTRY_STANDARD = -7, /* names that our modules find */
	REGISTRY_FORMAT = -8,	/* the module zpoline.format */
	REGISTRY_EVENTS = -16,	/* of the first event; the others are below */
};

#endif
