/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A program with functions and a variable of its own that have names of the
 * loader's. Each ends it. It prints the results of two calls.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PUBLIC __attribute__((visibility("default")))

#define OWN(name)                                                              \
	PUBLIC void name(void);                                                \
	void name(void)                                                        \
	{                                                                      \
		puts(#name " is called");                                      \
		fflush(stdout);                                                \
		_exit(3);                                                      \
	}

OWN(dlopen)
OWN(dlmopen)
OWN(dlsym)
OWN(dlvsym)
OWN(dladdr)
OWN(dlerror)
OWN(dlclose)
OWN(dl_iterate_phdr)
OWN(getauxval)
OWN(__x86_get_cpuid_feature_leaf)
OWN(__libc_dlopen_mode)
OWN(__libc_dlsym)

PUBLIC struct {
	int version;
	void *map;
} _r_debug = {1, &_r_debug};

int main(void)
{
	printf("%ld %d\n", syscall(SYS_getppid), _r_debug.version);
	return 0;
}
