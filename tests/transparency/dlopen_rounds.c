/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Objects come and go: dlopen and dlclose in turn, with functions of theirs
 * called. Fails when a result loses its upper half in entry_call_done; a loader
 * that is entered from a hook would show here as well.
 */
#include <dlfcn.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

int main(void)
{
	static const char *const names[] = {"libm.so.6", "libresolv.so.2",
					    "libutil.so.1", "libanl.so.1",
					    "librt.so.1"};

	for (int round = 0; round < 20; round++)
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
			void *object = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);

			if (!object)
				continue;
			CHECK(getppid() > 0);
			if (i == 0) {
				double (*f)(double) =
					(double (*)(double))dlsym(object, "cbr"
									  "t");

				CHECK(f && f(27.0) > 2.99 && f(27.0) < 3.01);
			}
			CHECK(dlsym(object, "no_such_name") == NULL);
			CHECK(strstr(dlerror(), "no_such_name") != NULL);
			CHECK(dlclose(object) == 0);
		}
	CHECK(dlopen("no_such_file.so", RTLD_NOW) == NULL);
	printf("%s\n", dlerror());
	return verdict();
}
