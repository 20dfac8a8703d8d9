/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* The calls of a plan. */
#include <errno.h>
#include <link.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "raw.h"
#include "run.h"

typedef long (*call_fn)(long, long, long, long, long, long, long);

static call_fn jit;

struct module {
	uintptr_t from, to, base;
	char name[32];
};

static struct module modules[8];
static int modules_count;

static int note_module(struct dl_phdr_info *info, size_t size, void *data)
{
	const char *name = strrchr(info->dlpi_name, '/');
	struct module module = {.from = ~0ul, .base = info->dlpi_addr};

	(void)size, (void)data;
	snprintf(module.name, sizeof(module.name), "%s",
		 name		    ? name + 1
		 : *info->dlpi_name ? info->dlpi_name
				    : "program");
	if (modules_count == 8)
		return 1;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *ph = &info->dlpi_phdr[i];

		if (ph->p_type != PT_LOAD)
			continue;
		if (module.base + ph->p_vaddr < module.from)
			module.from = module.base + ph->p_vaddr;
		module.to = module.base + ph->p_vaddr + ph->p_memsz;
	}
	modules[modules_count++] = module;
	return 0;
}

void calls_init(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	memcpy(page, plans_call, sizeof(plans_call));
	mprotect(page, 4096, PROT_READ | PROT_EXEC);
	jit = (call_fn)(uintptr_t)page;
	dl_iterate_phdr(note_module, NULL);
}

static __attribute__((noinline)) long text(long nr, long a, long b, long c,
					   long d, long e, long f)
{
	return raw6(nr, a, b, c, d, e, f);
}

long call6(int via, long nr, long a, long b, long c, long d, long e, long f)
{
	long ret;

	if (via == VIA_TEXT)
		return text(nr, a, b, c, d, e, f);
	if (via == VIA_JIT)
		return jit(nr, a, b, c, d, e, f);
	ret = syscall(nr, a, b, c, d, e, f);
	return ret == -1 ? -errno : ret;
}

uint64_t mask_change(int how, uint64_t set)
{
	uint64_t old = 0;

	CALL(VIA_SYSCALL, SYS_rt_sigprocmask, how, &set, &old, 8);
	return old;
}

uint64_t mask_now(void)
{
	return mask_change(SIG_BLOCK, 0);
}

uint64_t pending_now(void)
{
	uint64_t set = 0;

	CALL(VIA_SYSCALL, SYS_rt_sigpending, &set, 8);
	return set;
}

void action_of(int sig, struct kernel_action *act)
{
	memset(act, 0, sizeof(*act));
	CALL(VIA_SYSCALL, SYS_rt_sigaction, sig, 0, act, 8);
}

int action_is_handler(const struct kernel_action *act)
{
	return (uintptr_t)act->handler > 1;
}

int action_kills(int sig)
{
	struct kernel_action act;

	action_of(sig, &act);
	return (void *)act.handler == (void *)SIG_DFL && sig != SIGCHLD &&
	       sig != SIGURG && sig != SIGCONT && sig != SIGWINCH &&
	       sig != SIGTSTP;
}

const char *call_address_name(uintptr_t at)
{
	static char name[64];
	int slot = handlers_slot((void *)at);

	if (slot >= 0) {
		snprintf(name, sizeof(name), "entry of handler %d", slot);
		return name;
	}
	if (at - (uintptr_t)jit < 4096) {
		snprintf(name, sizeof(name), "jit+%lx", at - (uintptr_t)jit);
		return name;
	}
	for (int i = 0; i < modules_count; i++)
		if (at >= modules[i].from && at < modules[i].to) {
			snprintf(name, sizeof(name), "%s+%lx", modules[i].name,
				 at - modules[i].base);
			return name;
		}
	return at < 65536 ? "low" : "elsewhere";
}
