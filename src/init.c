/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Start-up, from top to bottom. Linked with -z initfirst: it runs before the
 * constructors of all other objects, libc's included, so none of their system
 * calls is missed.
 */
#include <linux/fcntl.h>

#include "codemap.h"
#include "config.h"
#include "descriptors.h"
#include "dispatch.h"
#include "environment.h"
#include "faults.h"
#include "hook.h"
#include "insn.h"
#include "loaded.h"
#include "log.h"
#include "masks.h"
#include "memory.h"
#include "own_sud.h"
#include "process.h"
#include "rewriter.h"
#include "sud.h"
#include "syscall.h"
#include "text.h"
#include "thread.h"
#include "trampoline.h"
#include "vdso.h"
#include "vector.h"

void trampoline_bootstrap(void);

static void report(const struct rewriter_stats *stats, const char *script)
{
	uint64_t word;

	if (!script)
		log_line("no script: nothing is hooked");
	log_line("%lu objects, %lu call sites rewritten", stats->objects,
		 stats->sites[JUDGE_PATCHED]);
	if (!stats->sites[JUDGE_PATCHED])
		log_line("calls can only be seen by the net: no site was found "
			 "that is safe to rewrite, or ZPOLINE_EXCLUDE names "
			 "all objects");
	for (int i = JUDGE_PATCHED + 1; i < JUDGE_VERDICTS; i++)
		if (stats->sites[i])
			log_line("%lu left alone: %s", stats->sites[i],
				 judge_text(i));
	if (memory_peek(0, &word) == 0)
		log_line("null pointers can be read: without protection keys "
			 "in the CPU the trampoline's page at 0 is readable");
}

/* The first script of the list that cannot be read, in path; 0: all can. */
static int unreadable(const char *list, char *path, size_t size)
{
	const char *item;
	size_t n;

	while (list && (n = text_next(&list, &item))) {
		int fd;

		text_format(path, size, "%.*s", (int)n, item);
		fd = sys_open(path, O_RDONLY | O_CLOEXEC, 0);
		if (fd < 0)
			return fd;
		sys_close(fd);
	}
	return 0;
}

/*
 * A hooked program has started us, maybe with fewer rights, in another root
 * or with other descriptors: where its script cannot be read we are not needed.
 */
static int is_left_out(const struct config *config)
{
	char path[4096];
	int err;

	if (config->follow != FOLLOW_SAID)
		return 0;
	err = unreadable(config->script, path, sizeof(path));
	if (err && config->verbose >= 1)
		log_line("%s: cannot be read here (error %d): this program's "
			 "calls are not seen",
			 path, -err);
	return err != 0;
}

static void open_log(const struct config *config)
{
	int lasting = config->script != NULL || config->verbose >= 1;
	int err = log_open(config->log, lasting);

	if (err && config->follow == FOLLOW_SAID)
		err = log_open("/dev/null", lasting);

	if (err)
		log_fatal("ZPOLINE_LOG=%s: cannot be opened (error %d). "
			  "Remedy: name a file in a directory that can be "
			  "written, or fd:N with an open descriptor",
			  config->log ? config->log : "", -err);
}

/* The net alone, for this reason; 0: not even that, and no script needs it. */
static int map_net(const struct config *config, const char *why)
{
	if (!config->script)
		return 0;
	if (trampoline_map(0) != 0)
		log_fatal("%s", why);
	log_line("every call costs more than 1 us, by SIGSYS: %s", why);
	return ENGINE_SUD;
}

/*
 * The engine that is asked for, or the best one that there is: without
 * address 0, or for a program that lives by null pointers' faults, every call
 * takes the way of the net.
 */
static int map_gate(const struct config *config)
{
	int choose = config->engine == ENGINE_AUTO && config->sud != SUD_OFF;
	const char *reader = loaded_null_reader();
	char why[TRAMPOLINE_TEXT];
	int err;

	if (choose && reader && !trampoline_hides_sled()) {
		text_format(why, sizeof(why),
			    "%s needs null pointers to fault, which takes a "
			    "CPU with protection keys. Remedy: such a CPU; or "
			    "ZPOLINE_ENGINE=zpoline with -XX:+Unlock"
			    "DiagnosticVMOptions -XX:-ImplicitNullChecks",
			    reader);
		return map_net(config, why);
	}
	err = trampoline_map(config->engine != ENGINE_SUD);
	if (!err)
		return config->engine == ENGINE_SUD ? ENGINE_SUD
						    : ENGINE_ZPOLINE;
	trampoline_explain(err, why, sizeof(why));
	if (!choose)
		log_fatal("%s", why);
	return map_net(config, why);
}

static void need_calls(void)
{
	dispatch_need(process_numbers, process_numbers_count);
	dispatch_need(masks_numbers, masks_numbers_count);
	dispatch_need(own_sud_numbers, own_sud_numbers_count);
	dispatch_need(codemap_numbers, codemap_numbers_count);
	if (log_descriptor() >= 0)
		dispatch_need(descriptors_numbers, descriptors_numbers_count);
}

static void rewrite(const struct config *config)
{
	struct rewriter_stats stats = {0};
	int err;

	insn_init();
	err = rewriter_run(config->exclude, config->verbose, &stats);
	if (err)
		log_fatal("/proc/self/maps cannot be read (error %d). Remedy: "
			  "mount /proc",
			  -err);
	if (config->verbose >= 1)
		report(&stats, config->script);
}

static void arm_net(const struct config *config, int engine)
{
	int err = sud_start();

	if (!err)
		return;
	if (engine == ENGINE_SUD)
		log_fatal("no Syscall User Dispatch in this kernel (error %d). "
			  "Remedy: Linux 5.11 or later with sysctl "
			  "kernel.syscall_user_dispatch=1, or address 0",
			  -err);
	if (config->verbose >= 1)
		log_line("no net (error %d): calls of code that is not "
			 "rewritten are not seen",
			 -err);
}

__attribute__((constructor)) static void init(int argc, char **argv,
					      char **envp)
{
	struct config config;
	int engine;

	(void)argc;
	(void)argv;
	trampoline_bootstrap();
	config_read(&config, envp);
	open_log(&config);
	if (is_left_out(&config))
		return;
	engine = map_gate(&config);
	if (!engine)
		return;
	need_calls();
	environment_init(&config, envp);
	codemap_init(engine == ENGINE_ZPOLINE);

	vector_init();
	if (!thread_self())
		log_fatal("no memory for the first thread's record. Remedy: "
			  "raise the limit on address space (ulimit -v)");
	faults_init();
	masks_init(thread_self());
	hook_start(&(struct hook_config){
		.script = config.script,
		.args = config.args,
		.path = config.path,
		.abort_on_error = config.abort_on_error,
		.verbose = config.verbose,
	});

	if (engine == ENGINE_ZPOLINE)
		rewrite(&config);
	if (config.verbose >= 1)
		dispatch_count();
	trampoline_publish();
	vdso_start(envp);
	if (engine == ENGINE_SUD || config.sud != SUD_OFF)
		arm_net(&config, engine);
}
