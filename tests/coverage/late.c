/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* late OBJECT: loads it three times, once in a thread, and calls it. */
#include <dlfcn.h>
#include <pthread.h>
#include <unistd.h>

static void *use(void *path)
{
	void *object = dlopen(path, RTLD_NOW);
	long (*call)(long nr, long a);

	if (!object)
		return path;
	*(void **)&call = dlsym(object, "late_call");
	for (int i = 0; i < 100; i++)
		if (call(39, 0) != getpid() || call(3, -1) != -9)
			return path;
	dlclose(object);
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_t thread;
	void *wrong = argv[0];

	if (argc != 2 || use(argv[1]))
		return 1;
	pthread_create(&thread, NULL, use, argv[1]);
	pthread_join(thread, &wrong);
	return wrong != NULL || use(argv[1]) != NULL;
}
