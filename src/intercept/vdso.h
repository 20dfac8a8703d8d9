/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Calls that the vDSO answers without the kernel: clock_gettime, gettimeofday,
 * time, clock_getres, getcpu, getrandom. While a hook wants one of them, the
 * entry of its function in the vDSO leads to dispatch(). So calls through
 * pointers that were taken before are hooked too. Otherwise the vDSO is as the
 * kernel made it.
 */
#ifndef VDSO_H
#define VDSO_H

/* What getrandom tells of its state's memory, in bytes. */
#define VDSO_PARAMS 64

/* Room for what vdso_now() runs while clock_gettime is wanted: 14 bytes, the
 * rest of the longest instruction, a jump. */
#define VDSO_CLOCK 48

#ifndef __ASSEMBLER__

#include <stddef.h>
#include <stdint.h>

struct sigcontext;
struct thread;

/*
 * Hooks want the function of number nr, or no longer. Any number may be given.
 * Other threads may be in the vDSO; one caller at a time. If the kernel refuses
 * the change, a line in the log says so; system calls with that number are
 * hooked all the same.
 */
void vdso_want(unsigned int nr, int wanted);

/* The end of start-up, with one thread: what was wanted until now takes effect.
 * The kernel's auxiliary vector follows envp. */
void vdso_start(char **envp);

/*
 * The monotonic clock in ns, from the vDSO, without a system call. 0 if it
 * cannot be read: hooks want the call and the beginning of the vDSO's function
 * could not be moved, or the thread may not read the time stamp counter. Call
 * it with the guard up, because all that may change meanwhile.
 */
uint64_t vdso_now(struct thread *t);

/* The same of another of the kernel's clocks, by its number. */
uint64_t vdso_clock_of(struct thread *t, int number);

/* A SIGSEGV has arrived. Returns 1 if reading that clock raised it; the reading
 * fails. */
int vdso_clock_failed(const struct thread *t, struct sigcontext *regs);

/* A SIGSEGV has arrived. Returns 1 if a changed entry raised it; then regs lead
 * to where the call goes on. */
int vdso_arrived(struct sigcontext *regs);

/* Is addr in the code that the entries lead to? That code counts as the
 * program's side of a call. */
int vdso_holds(uintptr_t addr);

/* The address of the function __vdso_NAME in the vDSO at image; 0: there is
 * none. */
uintptr_t vdso_function(uintptr_t image, const char *name, size_t *size);

#endif /* __ASSEMBLER__ */

#endif
