/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * zpoline.h - the C interface of libzpoline.so.
 *
 * For a handler that must be faster than Lua. A C hook runs before the Lua
 * hooks of the same call (a hook for results: after them), on the program's
 * stack. The program may be anywhere at that time: inside malloc, in a signal
 * handler, between vfork and exec. The hook must
 *   - use general registers only (compile it with -mgeneral-regs-only),
 *   - use little stack (a few hundred bytes),
 *   - call no function of libc that allocates, locks or makes a system call;
 *     system calls go through zpoline_raw_syscall(), text to zpoline_log().
 */
#ifndef ZPOLINE_H
#define ZPOLINE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ZPOLINE_EXPORT __attribute__((visibility("default")))

/*
 * One system call, as the kernel's calling convention lays it out.
 * Before the call rax is its number; afterwards its result (-errno on
 * failure). Changing a field changes what the kernel is asked; the program's
 * own registers are restored afterwards in any case.
 */
struct SyscallRegs {
	uint64_t rax;
	uint64_t rdi;
	uint64_t rsi;
	uint64_t rdx;
	uint64_t r10;
	uint64_t r8;
	uint64_t r9;
	uint64_t rip; /* the call site: address of the syscall instruction */
	uint64_t rsp; /* the program's stack pointer there */
};

/* What a C hook decides. */
enum zpoline_verdict {
	/* Go on: C hooks that were installed later, rules and Lua hooks, then
	 * the kernel. */
	ZPOLINE_PASS = 0,
	ZPOLINE_ANSWER = 1, /* regs->rax is the result; nobody else is asked */
};

/*
 * A C hook. regs: the call, readable and writable until the hook returns.
 * arg: as given to zpoline_hook(). Returns an enum zpoline_verdict.
 */
typedef int (*zpoline_hook_fn)(struct SyscallRegs *regs, void *arg);

/*
 * Install fn as a C hook of system call number nr (0..4090), to be asked before
 * the call. Those of one number are asked in the order in which they were
 * installed; one that is there with the same arg stays where it is. fn == NULL
 * removes all of that number, also those of other libraries.
 *
 * May be called from any ordinary context (not from inside a hook), at any
 * time, also by several threads; takes effect at the next call, which meets
 * fn with its own arg. Returns 0, -EINVAL for a number out of range, -ENOMEM,
 * -ENOSYS when the library has not started, -EPERM when the gate cannot be
 * changed any more (the process forbids writable code).
 */
ZPOLINE_EXPORT int zpoline_hook(int nr, zpoline_hook_fn fn, void *arg);

/*
 * The same for what comes of the call: fn is asked when there is a result,
 * regs->rax, which it can change; whoever gave it, the kernel, a C hook or Lua,
 * whose exit handlers have seen it before. The other fields are the call as
 * hooks have left it. ZPOLINE_ANSWER keeps those that were installed later from
 * being asked. The child of a fork gets its result, 0, the same way. Calls that
 * do not come back have none: execve that has succeeded, exit, rt_sigreturn,
 * and vfork or clone with CLONE_VM in the new task.
 */
ZPOLINE_EXPORT int zpoline_hook_exit(int nr, zpoline_hook_fn fn, void *arg);

/*
 * Remove the hook that was installed with this fn and this arg, by either of
 * the two. It may be running in another thread when this returns. Where and
 * what it returns: as zpoline_hook(). It is no error if there is none.
 */
ZPOLINE_EXPORT int zpoline_unhook(int nr, zpoline_hook_fn fn, void *arg);

/*
 * In a hook that zpoline_hook() installed: let the rest happen now, the hooks
 * that were installed later, rules and Lua hooks, the kernel. regs: what the
 * hook was given, with what it has changed. Returns the result (-errno on
 * failure), which is in regs->rax, too; whatever the hook returns then, what it
 * leaves there is what the program gets. -EINVAL if there is a result already
 * (a second time, and in hooks of results), or behind a seccomp filter that
 * lets the call be made from its own address only: it is made there when all
 * hooks have been asked, and hooks of results do not see it.
 */
ZPOLINE_EXPORT long zpoline_call(struct SyscallRegs *regs);

/*
 * Issue the call described by regs (rax: number) past every hook. Returns
 * what the kernel returns: -errno on failure. Not for calls that do not
 * return in the ordinary way (vfork, clone with CLONE_VM, rt_sigreturn,
 * exit): these give -EINVAL. Async-signal-safe; errno is not touched.
 */
ZPOLINE_EXPORT long zpoline_raw_syscall(const struct SyscallRegs *regs);

/*
 * A line for the log (ZPOLINE_LOG; by default standard error, in programs with
 * a script or with libraries of ZPOLINE_HOOK), which gets `zpoline: ` in front;
 * what is beyond 1000 bytes is cut off. Any context in which a hook may be.
 */
ZPOLINE_EXPORT void zpoline_log(const char *text);

/*
 * Defined by each library that ZPOLINE_HOOK names, to install its hooks: called
 * once in every program, before its main and its constructors, behind those of
 * the libraries that it was linked with (musl's loader runs these later). Any
 * function may be called. What is not 0 ends the process with status 125.
 */
extern ZPOLINE_EXPORT int zpoline_hook_init(void);

#ifdef __cplusplus
}
#endif

#endif
