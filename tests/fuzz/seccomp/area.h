/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Memory of the program's, and descriptors, that are the same in each run:
 * filters look at arguments. */
#ifndef AREA_H
#define AREA_H

/* Behind where the kernel may put the heap, a GiB behind the program. */
#define AREA 0x58000000ul
#define AREA_SIZE 0x100000ul

#define AREA_OUT AREA /* what calls write; always filled before */
#define AREA_OUT_SIZE 0x1000
#define AREA_IN (AREA + 0x1000)
#define AREA_PATH AREA_IN /* /dev/null */
#define AREA_NO_PATH (AREA_IN + 0x20)
#define AREA_SELF (AREA_IN + 0x40)   /* the program's own path */
#define AREA_ZERO (AREA_IN + 0x140)  /* a mask, a time */
#define AREA_SHORT (AREA_IN + 0x160) /* a microsecond */
#define AREA_POLL (AREA_IN + 0x180)
#define AREA_VECTOR (AREA_IN + 0x1a0)
#define AREA_WORD (AREA_IN + 0x1c0)   /* a futex */
#define AREA_SIGSET (AREA_IN + 0x1d0) /* ppoll's */
#define AREA_TID (AREA_IN + 0x1e0)    /* of the main thread */
#define AREA_TASK (AREA_IN + 0x1e8)   /* of another */
#define AREA_HELPER (AREA_IN + 0x1ec)
#define AREA_ACTION (AREA_IN + 0x200)
#define AREA_MASK (AREA_IN + 0x240)
#define AREA_SIGSTACK (AREA_IN + 0x260)
#define AREA_PROGRAM (AREA_IN + 0x280)
#define AREA_CLONE (AREA_IN + 0x2a0) /* 88 bytes */
#define AREA_ARGV (AREA_IN + 0x300)
#define AREA_ARGS (AREA_IN + 0x380)
#define AREA_CODE (AREA + 0x2000) /* of filters */
#define AREA_JIT (AREA + 0x3000)
#define AREA_STACK (AREA + 0x4000)
#define AREA_STACK_SIZE 0x10000ul
#define AREA_STACKS (AREA + 0x20000) /* of threads, the helper's first */
#define AREA_STACKS_SIZE 0x10000ul
#define AREA_PLAY (AREA + 0x80000) /* to be mapped and unmapped */

#define FD_NULL 100
#define FD_FILE 101
#define FD_READ 102 /* pipe */
#define FD_WRITE 103
#define FD_TRACE 104

#endif
