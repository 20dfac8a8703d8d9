/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Start-up, from top to bottom. Linked with -z initfirst: it runs before the
 * constructors of all other objects, libc's included, so none of their system
 * calls is missed.
 */
#include <asm/errno.h>
#include <linux/fcntl.h>
#include <linux/prctl.h>

#include "analysis/auxv.h"
#include "analysis/insn.h"
#include "analysis/link_map.h"
#include "base/cpu.h"
#include "base/gate.h"
#include "base/log.h"
#include "base/nolibc.h"
#include "base/pages.h"
#include "base/rawcall.h"
#include "base/reserved_fds.h"
#include "emulate/exec/exec_env.h"
#include "emulate/exec/inherit.h"
#include "emulate/issue.h"
#include "emulate/mappings.h"
#include "emulate/own_copy.h"
#include "emulate/seccomp.h"
#include "emulate/task.h"
#include "hooks/hook.h"
#include "hooks/hook_stack.h"
#include "intercept/rewriter.h"
#include "intercept/sled.h"
#include "intercept/stub_slots.h"
#include "intercept/sud.h"
#include "intercept/vdso.h"
#include "intercept/waiting.h"
#include "rules/stats.h"
#include "signals/faults.h"
#include "signals/sigmask.h"
#include "start/config.h"
#include "start/init.h"
#include "start/libraries.h"
#include "start/stand_in.h"
#include "thread/lock.h"
#include "thread/memory.h"
#include "thread/seccomp_filters.h"
#include "thread/thread.h"
#include "thread/vector.h"
#include "trace/ring.h"
#include "trace/trace.h"

static void report(const struct rewriter_stats *stats,
		   const struct config *config)
{
	unsigned long jumps, far;
	uint64_t word;

	if (!config->script && !config->hook)
		log_line("no script: nothing is hooked");
	stub_slots_count(&jumps, &far);
	log_line("%lu objects, %lu call sites rewritten: %lu jumps, %lu of "
		 "them to far stubs, %lu calls",
		 stats->objects, stats->jumps + stats->calls, jumps, far,
		 stats->calls);
	if (!stats->jumps && !stats->calls)
		log_line("calls can only be caught by SIGSYS: no site was "
			 "found "
			 "that is safe to rewrite, or ZPOLINE_EXCLUDE names "
			 "all objects");
	for (int i = PATCHABLE_PATCHED + 1; i < PATCHABLE_VERDICTS; i++)
		if (stats->sites[i])
			log_line("%lu left alone: %s", stats->sites[i],
				 patchable_text(i));
	if (memory_peek(0, &word) == 0)
		log_line("null pointers can be read: without protection keys "
			 "in the CPU the trampoline's page at 0 is readable");
}

/* The first file of the list that cannot be read, in path; 0: all can. */
static int unreadable(const char *list, char *path, size_t size)
{
	const char *item;
	size_t n;

	while (list && (n = nolibc_next(&list, &item))) {
		int fd;

		nolibc_format(path, size, "%.*s", (int)n, item);
		fd = sys_open(path, O_RDONLY | O_CLOEXEC, 0);
		if (fd < 0)
			return fd;
		sys_close(fd);
	}
	return 0;
}

/* Scripts need not be readable: their texts were handed on. */
static int has_texts(const struct config *config)
{
	return config->follow == FOLLOW_SAID && config->reload &&
	       config->loaded;
}

/*
 * A hooked program has started us, maybe with fewer rights, in another root or
 * with other descriptors: where what it names cannot be read we are not needed.
 * Mostly it sees that before (exec_file.h).
 */
static int is_left_out(struct config *config, const struct init_start *start)
{
	const char *program = start->argc ? start->argv[0] : "";
	char path[4096];
	int err;

	if (config->follow != FOLLOW_SAID)
		return 0;
	err = has_texts(config)
		      ? 0
		      : unreadable(config->script, path, sizeof(path));
	if (err && start->at_exec) {
		config->only_loaded = exec_door_texts(start->at_exec);
		err = config->only_loaded ? 0 : err;
	}
	if (!err)
		err = unreadable(config->hook, path, sizeof(path));
	if (err && (config->verbose >= 1 || log_is_apart()))
		log_line("%s: " LOG_NOT_HOOKED ": cannot be read there: %s "
			 "(error %d)",
			 program, path, -err);
	return err != 0;
}

/* Without hooks, a name for it, or a wish to be told of what happens, it is for
 * start-up only. */
static int has_lasting_log(const struct config *config)
{
	return config->script || config->hook || config->log ||
	       config->verbose >= 1;
}

static void open_log(const struct config *config,
		     const struct exec_door_given *given)
{
	int err;

	if (given && given->log) {
		log_adopt(given->log);
		return;
	}
	err = log_open(config->log,
		       given ? (const int[]){given->library, given->settings}
			     : NULL);
	if (err && config->follow == FOLLOW_SAID) {
		log_drop();
		return;
	}
	if (err)
		log_fatal("ZPOLINE_LOG=%s: cannot be opened (error %d). "
			  "Remedy: name a file in a directory that can be "
			  "written, or fd:N with an open descriptor",
			  config->log ? config->log : "", -err);
}

/* How calls come to the gate, besides the fallback. */
struct engine {
	int jumps; /* call sites lead to stubs */
	int sled;  /* or to address 0 */
};

/* Jumps. A call site that cannot become one calls address 0 if that page can be
 * hidden from reads, and is left to the fallback otherwise. ThreadSanitizer
 * ends the program if something is mapped there; at the exec nobody knows yet
 * whether it will be loaded, and code waits. Returns 0 or -errno. */
static int map_near(struct engine *engine, int at_exec)
{
	engine->jumps = 1;
	engine->sled = !at_exec && !link_map_sanitizer() &&
		       sled_map(SLED_HIDDEN) == 0;
	return engine->sled ? 0 : sled_use_library(!at_exec);
}

/* 0, or -1: a child cannot have it, and takes the next one. */
static int map_zpoline(struct config *config, struct engine *engine)
{
	char why[SLED_TEXT];
	int err = sled_map(SLED_SHOWN);

	if (!err) {
		engine->sled = 1;
		return 0;
	}
	sled_explain(err, why, sizeof(why));
	log_refuse("engine near in place of zpoline", "%s", why);
	config->engine = ENGINE_AUTO;
	config->other_engine = "auto";
	return -1;
}

/* The same for the engine sud, which for the user's program fails later. */
static void check_sud(struct config *config)
{
	int err;

	if (config->engine != ENGINE_SUD || config->follow != FOLLOW_SAID)
		return;
	err = sud_try();
	if (!err)
		return;
	log_refuse("engine near in place of sud",
		   "no Syscall User Dispatch (error %d)", -err);
	config->engine = ENGINE_AUTO;
	config->other_engine = "auto";
}

/* Code cannot be changed: is there another way? */
static int may_trap(const struct config *config)
{
	return config->engine == ENGINE_AUTO && config->sud != SUD_OFF &&
	       (config->follow != FOLLOW_SAID || sud_try() == 0);
}

/* Returns 0, or -1: a child is not hooked. */
static int map_gate(struct config *config, struct engine *engine, int at_exec)
{
	int err = 0;

	*engine = (struct engine){0};
	check_sud(config);
	if (config->engine == ENGINE_ZPOLINE &&
	    map_zpoline(config, engine) == 0)
		return 0;
	if (config->engine != ENGINE_SUD) {
		err = map_near(engine, at_exec);
		if (!err)
			return 0;
		if (config->engine == ENGINE_NEAR &&
		    config->follow == FOLLOW_SAID)
			config->engine = ENGINE_AUTO;
		if (!may_trap(config)) {
			log_refuse(LOG_NOT_HOOKED,
				   "the kernel refuses to change code (error "
				   "%d). Remedy: ZPOLINE_ENGINE=sud, or allow "
				   "execmod (SELinux) or /proc/self/mem",
				   -err);
			return -1;
		}
		log_line("every call costs more than 1 us, by SIGSYS: the "
			 "kernel refuses to change code (error %d)",
			 -err);
		engine->jumps = 0;
	}
	err = sled_map(SLED_NONE);
	if (err)
		log_refuse(LOG_NOT_HOOKED,
			   "cannot map the gate (error %d). Remedy: check the "
			   "limits on address space (ulimit -v)",
			   -err);
	return err ? -1 : 0;
}

#define WITHOUT_JUMPS                                                          \
	"what is not rewritten goes through the fallback "                     \
	"(Syscall User Dispatch)"

/* Calls of code that waits for it have to trap, and nothing may keep it from
 * being rewritten. What is reported is known at once. */
static int may_defer(const struct config *config)
{
	return !config->analysed_at_start && !config->verbose &&
	       config->sud != SUD_OFF && !seccomp_filters_any && sud_try() == 0;
}

static void rewrite(const struct config *config, const struct engine *engine,
		    int at_exec)
{
	struct rewriter_stats stats = {0};
	const struct rewriter_config how = {
		.jumps = engine->jumps,
		.calls = engine->sled,
		.exclude = config->exclude,
		.verbose = config->verbose,
		.defer = may_defer(config) ? waiting_add : NULL,
		.defers_known = at_exec,
	};
	int err;

	err = rewriter_run(&how, &stats);
	if (err == -ENOMEM)
		log_refuse(WITHOUT_JUMPS, "no memory to look through the "
					  "program's code. "
					  "Remedy: raise the limit on address "
					  "space (ulimit "
					  "-v)");
	else if (err)
		log_refuse(WITHOUT_JUMPS,
			   "/proc/self/maps cannot be read (error %d). Remedy: "
			   "mount /proc",
			   -err);
	if (config->verbose >= 1)
		report(&stats, config);
}

/* -1: a filter of the program's does not let it, and there is nothing else. */
static int arm_fallback(const struct config *config, int alone)
{
	int err = sud_start();

	if (!err)
		return 0;
	if (alone && seccomp_filters_any) {
		log_refuse(LOG_NOT_HOOKED, "a seccomp filter refuses prctl");
		return -1;
	}
	if (alone) /* a child has tried before */
		log_fatal("no Syscall User Dispatch in this kernel (error %d). "
			  "Remedy: Linux 5.11 or later with sysctl "
			  "kernel.syscall_user_dispatch=1, or address 0",
			  -err);
	if (config->verbose >= 1)
		log_line("no Syscall User Dispatch (error %d): calls of code "
			 "that is not rewritten are not seen",
			 -err);
	return 0;
}

static int start_interpreter(const struct config *config,
			     const struct init_start *start)
{
	struct thread *t = thread_self();
	const struct hook_config how = {
		.script = config->script,
		.args = config->args,
		.path = config->path,
		.envp = start->envp,
		.settings = start->at_exec ? start->settings : NULL,
		.abort_on_error = config->abort_on_error,
		.own_states = config->own_states,
		.reload = config->reload,
		.loaded = has_texts(config) ? config->loaded
					    : config->only_loaded,
		.only_loaded = config->only_loaded != NULL,
		.verbose = config->verbose,
		.state = &t->state,
	};

	return hook_stack_start(t, &how);
}

/* A child is not hooked after all. */
static void leave(const struct thread *handles_signals)
{
	if (handles_signals) {
		sigmask_give_up(handles_signals);
		faults_leave();
	}
	sled_leave();
	log_drop();
	reserved_fds_leave();
}

/* glibc's loader hands on what the kernel has put on the stack, as it is there;
 * musl's nothing, and dlopen() an environment that may be elsewhere. */
static void check_loader(int argc, char **argv, char **envp)
{
	if (envp != argv + argc + 1)
		log_fatal("not loaded by glibc's loader at the program's "
			  "start. Remedy: LD_PRELOAD, and a program for glibc");
}

static void init(int argc, char **argv, char **envp);
static void fini(void);

/* The program may be linked to the library. */
static void expect_copy(void)
{
	size_t n;
	const uintptr_t *functions = stand_in_functions(&n);

	own_copy_expect(functions, n, (uintptr_t)init, (uintptr_t)fini);
}

static void hand_on(const struct config *config, const struct init_start *start)
{
	const struct exec_env_settings settings = {
		.has_hooks = config->script || config->hook,
		.follows = config->follow != FOLLOW_NO,
		.is_told = config->follow == FOLLOW_SAID,
		.is_strict = config->strict,
		.engine = config->other_engine,
		.log = config->log,
		.library = start->at_exec ? config->library : NULL,
		.verbose = config->verbose,
	};

	if (!start->at_exec) {
		exec_env_init(&settings, start->envp);
	} else if (settings.has_hooks && settings.follows) {
		exec_env_init(&settings, start->settings);
		exec_door_start(start->at_exec, !settings.is_told);
	} else {
		exec_door_refuse(start->at_exec);
	}
}

/* An environment may be given to who has no filter. */
static int is_stale(const struct filter *f)
{
	const struct SyscallRegs regs = {.rax = __NR_prctl,
					 .rdi = PR_GET_SECCOMP};
	struct seccomp_data data;

	seccomp_filters_describe(&data, &regs, gate_address(gate_blob_issued));
	return seccomp_filters_lets(seccomp_filters_answer(f, &data)) &&
	       SYSCALL(__NR_prctl, PR_GET_SECCOMP, 0, 0, 0, 0, 0) == 0;
}

/* From the first call on. NULL: there are none. */
static const struct filter *start_filtered(const char *value)
{
	const struct filter *f = inherit_read(value);

	if (f && !is_stale(f)) {
		seccomp_filters_begin();
		return f;
	}
	for (; f; f = f->before)
		seccomp_filters_drop(f);
	return NULL;
}

/* What the steps of a start have in common. */
struct run {
	const struct init_start *start;
	struct config config;
	const struct filter *filters;
	struct engine engine;
	int rewrites;
};

/* Returns whether the program is left alone. */
static int configure(struct run *run)
{
	const struct init_start *start = run->start;
	struct config *config = &run->config;

	config_read(config, start->settings);
	if (start->at_exec) {
		thread_leave_storage(
			config->sud == SUD_OFF
				? 0
				: auxv_value(start->envp, AT_HWCAP2));
	}
	if (config->filters)
		run->filters = start_filtered(config->filters);
	open_log(config, start->at_exec);
	if (config->follow == FOLLOW_SAID)
		log_as_child(start->argc ? start->argv[0] : "");
	if (is_left_out(config, start))
		return 1;
	if (has_lasting_log(config))
		log_keep();
	return 0;
}

/* Where calls will come in, and what becomes of them. Returns 0; else
 * map_gate() has said why not. */
static int prepare_calls(struct run *run)
{
	const struct init_start *start = run->start;
	int err;

	if (start->at_exec)
		link_map_start_at_exec(start->envp);
	else
		link_map_start(start->envp);
	cpu_start(link_map_symbol(LINK_MAP_LOADER, "__x86_get_cpuid_feature_"
						   "leaf"));
	err = map_gate(&run->config, &run->engine, start->at_exec != NULL);
	if (err)
		return err;
	run->rewrites = run->engine.jumps || run->engine.sled;
	hand_on(&run->config, start);
	issue_start(has_lasting_log(&run->config));
	if (run->rewrites)
		rewriter_start();
	mappings_init(run->engine.sled);
	if (start->at_exec)
		expect_copy();
	vector_init();
	return 0;
}

/* The first one: its record, filters and signals. Returns 0, or -1 and says why
 * not. */
static int begin_thread(struct run *run)
{
	const struct filter *filters = run->filters;

	if (!thread_self()) {
		log_refuse(LOG_NOT_HOOKED, "no memory for the first thread's "
					   "record. Remedy: "
					   "raise the limit on address space "
					   "(ulimit -v)");
		return -1;
	}
	if (filters && !seccomp_filters_may_ever(filters, __NR_rt_sigaction)) {
		log_refuse(LOG_NOT_HOOKED, "a seccomp filter refuses "
					   "rt_sigaction");
		return -1;
	}
	if (filters)
		seccomp_filters_set(thread_self(), filters);
	thread_owner_died = hook_lost;
	faults_init();
	sigmask_init(thread_self());
	return 0;
}

/* Returns 0 or -1. */
static int run_scripts(struct run *run)
{
	const struct init_start *start = run->start;

	if (run->config.ring)
		ring_open(thread_self(), run->config.ring);
	trace_program(start->argv, start->envp);
	if (run->config.script && start_interpreter(&run->config, start))
		return -1;
	exec_door_started();
	return 0;
}

/* From here on calls come in. Returns 0 or -1. */
static int catch_calls(struct run *run)
{
	const struct config *config = &run->config;
	const struct init_start *start = run->start;

	if (config->verbose >= 1)
		stats_start();
	waiting_start(start->envp);
	if (run->rewrites)
		rewrite(config, &run->engine, start->at_exec != NULL);
	if (!run->rewrites || config->exclude)
		rewriter_find_go();
	sled_publish();
	vdso_start(start->envp);
	if ((!run->rewrites || config->sud != SUD_OFF) &&
	    arm_fallback(config, !run->rewrites))
		return -1;
	if (!sud_is_on()) {
		waiting_rewrite_all(NULL);
		waiting_end();
		log_unsure();
		thread_leave_gs();
	}
	return 0;
}

void init_start(const struct init_start *start)
{
	struct run run = {.start = start};

	pages_set_aside();
	if (configure(&run) || prepare_calls(&run) || begin_thread(&run)) {
		leave(NULL);
		return;
	}
	if (run_scripts(&run) || catch_calls(&run)) {
		leave(thread_self());
		return;
	}
	if (run.config.hook)
		libraries_start(run.config.hook, start->envp,
				start->at_exec != NULL);
	if (run.filters)
		seccomp_inherited(thread_self());
	if (!has_lasting_log(&run.config))
		log_drop();
	if (start->at_exec) /* we were on a stack of our own */
		thread_self()->sp = (uintptr_t)start->argv;
}

__attribute__((constructor)) static void init(int argc, char **argv,
					      char **envp)
{
	const struct init_start start = {argc, argv, envp, envp, NULL};

	gate_bootstrap();
	check_loader(argc, argv, envp);
	init_start(&start);
}

/* Without the fallback the process's last call may not be seen: branches lead
 * to the bytes in front of libc's exit_group, so it gets no jump. */
__attribute__((destructor)) static void fini(void)
{
	if (sled_table() && !sud_is_on())
		task_ends_process(thread_self());
}
