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
#include "held.h"
#include "hook.h"
#include "insn.h"
#include "libraries.h"
#include "log.h"
#include "masks.h"
#include "memory.h"
#include "near.h"
#include "own_fds.h"
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
#include "wants.h"

void trampoline_bootstrap(void);

static void report(const struct rewriter_stats *stats,
		   const struct config *config)
{
	unsigned long jumps, far;
	uint64_t word;

	if (!config->script && !config->hook)
		log_line("no script: nothing is hooked");
	near_count(&jumps, &far);
	log_line("%lu objects, %lu call sites rewritten: %lu jumps, %lu of "
		 "them to far stubs, %lu calls",
		 stats->objects, stats->jumps + stats->calls, jumps, far,
		 stats->calls);
	if (!stats->jumps && !stats->calls)
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

/* The first file of the list that cannot be read, in path; 0: all can. */
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
 * A hooked program has started us, maybe with fewer rights, in another root or
 * with other descriptors: where what it names cannot be read we are not needed.
 */
static int is_left_out(const struct config *config)
{
	char path[4096];
	int err;

	if (config->follow != FOLLOW_SAID)
		return 0;
	err = unreadable(config->script, path, sizeof(path));
	if (!err)
		err = unreadable(config->hook, path, sizeof(path));
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

/* How calls come to the gate, besides the net. */
struct engine {
	int jumps; /* call sites lead to stubs */
	int sled;  /* or to address 0 */
};

/* Jumps. What they cannot do goes by address 0 where nobody can read that page,
 * otherwise by the net. Returns 0 or -errno. */
static int map_near(struct engine *engine)
{
	engine->jumps = 1;
	engine->sled = trampoline_map(TRAMPOLINE_HIDDEN_SLED) == 0;
	return engine->sled ? 0 : trampoline_use_library();
}

static void map_zpoline(struct engine *engine)
{
	char why[TRAMPOLINE_TEXT];
	int err = trampoline_map(TRAMPOLINE_SLED);

	if (err) {
		trampoline_explain(err, why, sizeof(why));
		log_fatal("%s", why);
	}
	engine->sled = 1;
}

static void map_gate(const struct config *config, struct engine *engine)
{
	int err = 0;

	*engine = (struct engine){0};
	if (config->engine == ENGINE_ZPOLINE) {
		map_zpoline(engine);
		return;
	}
	if (config->engine != ENGINE_SUD) {
		err = map_near(engine);
		if (!err)
			return;
		if (config->engine == ENGINE_NEAR || config->sud == SUD_OFF)
			log_fatal("the kernel refuses to change code (error "
				  "%d). Remedy: ZPOLINE_ENGINE=sud, or allow "
				  "execmod (SELinux) or /proc/self/mem",
				  -err);
		log_line("every call costs more than 1 us, by SIGSYS: the "
			 "kernel refuses to change code (error %d)",
			 -err);
		engine->jumps = 0;
	}
	err = trampoline_map(TRAMPOLINE_NO_SLED);
	if (err)
		log_fatal("cannot map the gate (error %d). Remedy: check the "
			  "limits on address space (ulimit -v)",
			  -err);
}

static void need_calls(const struct config *config)
{
	wants_core(process_numbers, process_numbers_count);
	wants_core(masks_numbers, masks_numbers_count);
	wants_core(held_numbers, held_numbers_count);
	wants_core(own_sud_numbers, own_sud_numbers_count);
	wants_core(codemap_numbers, codemap_numbers_count);
	if (config->script || own_fds_number(OWN_FDS_LOG) >= 0)
		wants_core(descriptors_numbers, descriptors_numbers_count);
}

static void rewrite(const struct config *config, const struct engine *engine)
{
	struct rewriter_stats stats = {0};
	const struct rewriter_config how = {
		.jumps = engine->jumps,
		.calls = engine->sled,
		.exclude = config->exclude,
		.verbose = config->verbose,
	};
	int err;

	err = rewriter_run(&how, &stats);
	if (err == -12) /* ENOMEM */
		log_fatal("no memory to look through the program's code. "
			  "Remedy: raise the limit on address space (ulimit "
			  "-v)");
	if (err)
		log_fatal("/proc/self/maps cannot be read (error %d). Remedy: "
			  "mount /proc",
			  -err);
	if (config->verbose >= 1)
		report(&stats, config);
}

static void arm_net(const struct config *config, int alone)
{
	int err = sud_start();

	if (!err)
		return;
	if (alone)
		log_fatal("no Syscall User Dispatch in this kernel (error %d). "
			  "Remedy: Linux 5.11 or later with sysctl "
			  "kernel.syscall_user_dispatch=1, or address 0",
			  -err);
	if (config->verbose >= 1)
		log_line("no net (error %d): calls of code that is not "
			 "rewritten are not seen",
			 -err);
}

static void start_interpreter(const struct config *config, char **envp)
{
	struct thread *t = thread_self();
	const struct hook_config how = {
		.script = config->script,
		.args = config->args,
		.path = config->path,
		.envp = envp,
		.abort_on_error = config->abort_on_error,
		.own_states = config->own_states,
		.reload = config->reload,
		.verbose = config->verbose,
		.state = &t->state,
	};

	if (dispatch_start(t, &how) != 0)
		log_fatal("no memory for the interpreter's stack. Remedy: "
			  "raise the limit on address space (ulimit -v)");
}

__attribute__((constructor)) static void init(int argc, char **argv,
					      char **envp)
{
	struct config config;
	struct engine engine;
	int rewrites;

	(void)argc;
	(void)argv;
	trampoline_bootstrap();
	config_read(&config, envp);
	open_log(&config);
	if (is_left_out(&config))
		return;
	map_gate(&config, &engine);
	rewrites = engine.jumps || engine.sled;
	need_calls(&config);
	environment_init(&config, envp);
	codemap_init(engine.sled, rewrites);

	vector_init();
	if (!thread_self())
		log_fatal("no memory for the first thread's record. Remedy: "
			  "raise the limit on address space (ulimit -v)");
	thread_owner_died = hook_lost;
	faults_init();
	masks_init(thread_self());
	if (config.script)
		start_interpreter(&config, envp);

	if (config.verbose >= 1)
		dispatch_count();
	if (rewrites)
		rewrite(&config, &engine);
	trampoline_publish();
	vdso_start(envp);
	if (!rewrites || config.sud != SUD_OFF)
		arm_net(&config, !rewrites);
	if (config.hook)
		libraries_start(config.hook, envp);
}

/* Without the net the process's last call may not be seen (libc's exit_group
 * has branches into what is before it). */
__attribute__((destructor)) static void fini(void)
{
	if (trampoline_table() && !sud_is_on())
		process_ends(thread_self());
}
