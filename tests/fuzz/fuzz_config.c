/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * config_read() on an environment: strings that end with zeros. Either it ends
 * the process with a message, or each value is one that it may have.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include "base/log.h"
#include "base/nolibc.h"
#include "start/config.h"
#include "fuzz.h"

#define MAX 16

static jmp_buf ended;

void log_fatal(const char *format, ...)
{
	char line[256];
	va_list args;

	va_start(args, format);
	FUZZ_CHECK(nolibc_vformat(line, sizeof(line), format, args) > 0);
	va_end(args);
	longjmp(ended, 1);
}

static int is_value(const char *value, char **envp)
{
	for (; *envp; envp++)
		if (value > *envp && value < *envp + strlen(*envp))
			return strncmp(*envp, "ZPOLINE_", 8) == 0 &&
			       value[-1] == '=';
	return !value;
}

static void check(const struct config *c, char **envp)
{
	FUZZ_CHECK(c->verbose >= 0 && c->verbose <= 3);
	FUZZ_CHECK(c->follow == FOLLOW_NO || c->follow == FOLLOW_SAID ||
		   c->follow == FOLLOW);
	FUZZ_CHECK(c->abort_on_error == 0 || c->abort_on_error == 1);
	FUZZ_CHECK(c->engine >= 0);
	FUZZ_CHECK(is_value(c->script, envp) && is_value(c->args, envp));
	FUZZ_CHECK(is_value(c->path, envp) && is_value(c->exclude, envp));
	FUZZ_CHECK(is_value(c->log, envp));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* each in memory of its own, so that reading on is noticed */
	char *envp[MAX + 1] = {0};
	struct config config;
	int n = 0;

	while (size && n < MAX) {
		const uint8_t *zero = memchr(data, 0, size);
		size_t len = zero ? (size_t)(zero - data) : size;

		envp[n] = calloc(len + 1, 1);
		memcpy(envp[n++], data, len);
		len += zero != NULL;
		data += len;
		size -= len;
	}
	if (!setjmp(ended)) {
		config_read(&config, envp);
		check(&config, envp);
	}
	for (int i = 0; i < n; i++)
		free(envp[i]);
	return 0;
}
