/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * The programs of seccomp filters (classic BPF over a struct seccomp_data):
 * whether the kernel would take one, and what it answers. Needs no memory and
 * no system call; any context.
 */
#ifndef BPF_PROGRAM_H /* linux/filter.h has a BPF_H */
#define BPF_PROGRAM_H

#include <stddef.h>
#include <stdint.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

/* The most instructions that the kernel takes. */
#define BPF_LENGTH_MAX 4096

/* 0, or -EINVAL. Only a program that passes may be given to the others. */
int bpf_check(const struct sock_filter *code, size_t length);

/* The 32 bits that it returns: an action and its data. */
uint32_t bpf_run(const struct sock_filter *code,
		 const struct seccomp_data *data);

/* May its answer depend on the address of the call? */
int bpf_reads_address(const struct sock_filter *code, size_t length);

/* May it answer with this action? 1 if that is not known. */
int bpf_may_return(const struct sock_filter *code, size_t length,
		   uint32_t action);

#endif
