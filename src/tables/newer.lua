-- SPDX-License-Identifier: MIT OR Apache-2.0
-- For generate.lua: calls that the kernel headers of Debian 12 (Linux 6.1) do not have,
-- up to Linux 6.19. Where the headers have one too, the arguments here are taken.
-- A line is the number, the name and the prototype's arguments; one that begins with a space
-- belongs to the one before.

return [[
335 uretprobe
336 uprobe
451 cachestat unsigned int fd, struct cachestat_range *cstat_range, struct cachestat *cstat,
  unsigned int flags
452 fchmodat2 int dfd, const char *path, umode_t mode, unsigned int flags
453 map_shadow_stack unsigned long addr, unsigned long size, unsigned int flags
454 futex_wake void *uaddr, unsigned long mask, int max_nr, unsigned int flags
455 futex_wait void *uaddr, unsigned long val, unsigned long mask, unsigned int flags, struct
  timespec *timespec, clockid_t clockid
456 futex_requeue struct futex_waitv *waiters, unsigned int flags, int nr_wake, int nr_requeue
457 statmount const struct mnt_id_req *req, struct statmount *buf, size_t bufsize, unsigned int
  flags
458 listmount const struct mnt_id_req *req, u64 *mnt_ids, size_t nr_mnt_ids, unsigned int flags
459 lsm_get_self_attr unsigned int attr, struct lsm_ctx *ctx, u32 *size, u32 flags
460 lsm_set_self_attr unsigned int attr, struct lsm_ctx *ctx, u32 size, u32 flags
461 lsm_list_modules u64 *ids, u32 *size, u32 flags
462 mseal unsigned long addr, size_t len, unsigned long flags
463 setxattrat int dfd, const char *path, unsigned int at_flags, const char *attr, const struct
  xattr_args *uargs, size_t usize
464 getxattrat int dfd, const char *path, unsigned int at_flags, const char *attr, struct
  xattr_args *uargs, size_t usize
465 listxattrat int dfd, const char *path, unsigned int at_flags, char *list, size_t size
466 removexattrat int dfd, const char *path, unsigned int at_flags, const char *attr
467 open_tree_attr int dfd, const char *path, unsigned int flags, struct mount_attr *uattr,
  size_t usize
468 file_getattr int dfd, const char *path, struct file_attr *uattr, size_t usize, unsigned int
  at_flags
469 file_setattr int dfd, const char *path, struct file_attr *uattr, size_t usize, unsigned int
  at_flags
470 listns const struct ns_id_req *req, u64 *ns_ids, size_t nr_ns_ids, unsigned int flags
]]
