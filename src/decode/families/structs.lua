-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Structs of calls with commands of their own, as ../structs.lua has them.

return [[
switch keyctl_2 $1 keyctl
  KEYCTL_GET_KEYRING_ID KEYCTL_CHOWN KEYCTL_DESCRIBE KEYCTL_READ KEYCTL_LINK =key_spec(signed)
  KEYCTL_UPDATE KEYCTL_REVOKE KEYCTL_SETPERM KEYCTL_CLEAR KEYCTL_UNLINK =key_spec(signed)
  KEYCTL_SEARCH KEYCTL_INSTANTIATE KEYCTL_NEGATE KEYCTL_SET_TIMEOUT =key_spec(signed)
  KEYCTL_ASSUME_AUTHORITY KEYCTL_GET_SECURITY KEYCTL_INSTANTIATE_IOV =key_spec(signed)
  KEYCTL_REJECT KEYCTL_INVALIDATE KEYCTL_RESTRICT_KEYRING KEYCTL_MOVE =key_spec(signed)
  KEYCTL_JOIN_SESSION_KEYRING string
  KEYCTL_SET_REQKEY_KEYRING =key_reqkey
  KEYCTL_GET_PERSISTENT id
  KEYCTL_DH_COMPUTE *keyctl_dh
  KEYCTL_PKEY_QUERY =key_spec(signed)
  KEYCTL_PKEY_ENCRYPT KEYCTL_PKEY_DECRYPT KEYCTL_PKEY_SIGN KEYCTL_PKEY_VERIFY *keyctl_pkey
  KEYCTL_CAPABILITIES >key_capabilities
  KEYCTL_SESSION_TO_PARENT -
  * hex
switch keyctl_3 $1 keyctl
  KEYCTL_GET_KEYRING_ID int
  KEYCTL_UPDATE bytes[$4]
  KEYCTL_CHOWN id
  KEYCTL_SETPERM |key_perm
  KEYCTL_DESCRIBE KEYCTL_READ KEYCTL_GET_SECURITY key_filled
  KEYCTL_LINK KEYCTL_UNLINK KEYCTL_GET_PERSISTENT KEYCTL_MOVE =key_spec(signed)
  KEYCTL_SEARCH KEYCTL_RESTRICT_KEYRING string
  KEYCTL_INSTANTIATE bytes[$4]
  KEYCTL_INSTANTIATE_IOV iov($4)
  KEYCTL_NEGATE KEYCTL_SET_TIMEOUT KEYCTL_REJECT unsigned
  KEYCTL_CAPABILITIES size
  KEYCTL_DH_COMPUTE key_filled
  KEYCTL_PKEY_QUERY hex
  KEYCTL_JOIN_SESSION_KEYRING KEYCTL_REVOKE KEYCTL_CLEAR KEYCTL_SET_REQKEY_KEYRING -
  KEYCTL_ASSUME_AUTHORITY KEYCTL_INVALIDATE KEYCTL_SESSION_TO_PARENT -
  * hex
switch keyctl_4 $1 keyctl
  KEYCTL_UPDATE KEYCTL_DESCRIBE KEYCTL_READ KEYCTL_GET_SECURITY KEYCTL_INSTANTIATE size
  KEYCTL_INSTANTIATE_IOV KEYCTL_DH_COMPUTE size
  KEYCTL_CHOWN id
  KEYCTL_SEARCH KEYCTL_RESTRICT_KEYRING string
  KEYCTL_NEGATE KEYCTL_MOVE =key_spec(signed)
  KEYCTL_REJECT error_number
  KEYCTL_PKEY_QUERY string
  KEYCTL_GET_KEYRING_ID KEYCTL_JOIN_SESSION_KEYRING KEYCTL_REVOKE KEYCTL_CLEAR -
  KEYCTL_SET_REQKEY_KEYRING KEYCTL_ASSUME_AUTHORITY KEYCTL_INVALIDATE -
  KEYCTL_SESSION_TO_PARENT KEYCTL_SETPERM KEYCTL_LINK KEYCTL_UNLINK KEYCTL_SET_TIMEOUT -
  KEYCTL_GET_PERSISTENT KEYCTL_CAPABILITIES -
  * hex
switch keyctl_5 $1 keyctl
  KEYCTL_SEARCH KEYCTL_INSTANTIATE KEYCTL_INSTANTIATE_IOV KEYCTL_REJECT =key_spec(signed)
  KEYCTL_MOVE |key_move
  KEYCTL_PKEY_QUERY >keyctl_pkey_query
  KEYCTL_DH_COMPUTE hex
  KEYCTL_GET_KEYRING_ID KEYCTL_JOIN_SESSION_KEYRING KEYCTL_REVOKE KEYCTL_CLEAR -
  KEYCTL_SET_REQKEY_KEYRING KEYCTL_ASSUME_AUTHORITY KEYCTL_INVALIDATE -
  KEYCTL_SESSION_TO_PARENT KEYCTL_SETPERM KEYCTL_LINK KEYCTL_UNLINK KEYCTL_SET_TIMEOUT -
  KEYCTL_GET_PERSISTENT KEYCTL_CAPABILITIES KEYCTL_UPDATE KEYCTL_CHOWN KEYCTL_DESCRIBE -
  KEYCTL_READ KEYCTL_GET_SECURITY KEYCTL_NEGATE KEYCTL_RESTRICT_KEYRING -
  * hex
switch key_filled $4
  0 pointer
  * >bytes[min(ret,$4)]
struct keyctl_dh = struct keyctl_dh_params <linux/keyctl.h>
  private =key_spec(signed)
  prime =key_spec(signed)
  base =key_spec(signed)
struct keyctl_pkey = struct keyctl_pkey_params <linux/keyctl.h>
  key_id =key_spec(signed)
  in_len unsigned
  out_len unsigned
struct keyctl_pkey_query = struct keyctl_pkey_query <linux/keyctl.h>
  supported_ops |key_pkey
  key_size unsigned
  max_data_size unsigned
  max_sig_size unsigned
  max_enc_size unsigned
  max_dec_size unsigned

switch syslog_buffer $1
  2 3 4 >bytes[ret]
  8 pointer
  * -
switch syslog_size $1
  2 3 4 8 int
  * -

switch fsconfig_key $2 fsconfig
  0 1 2 3 4 5 string
  * pointer
switch fsconfig_value $2 fsconfig
  1 string
  2 *hexbytes[$5]
  3 4 path
  * pointer
switch fsconfig_aux $2 fsconfig
  3 4 dirfd
  5 fd
  * int
struct mnt_id_req 24
  size@0:4 unsigned
  mnt_id@8:8 hex
  param@16:8 |statmount_mask
struct mnt_id_list 24
  size@0:4 unsigned
  mnt_id@8:8 =lsmt(hex)
  param@16:8 hex
struct statmount more 192
  size@0:4 unsigned
  mask@8:8 |statmount_mask
  sb_dev_major@16:4 unsigned ?.mask&1
  sb_dev_minor@20:4 unsigned ?.mask&1
  sb_magic@24:8 statfs_type ?.mask&1
  mnt_id@40:8 hex ?.mask&2
  mnt_parent_id@48:8 hex ?.mask&2
  mnt_attr@64:8 |mount_attr ?.mask&2
struct file_handle 8
  handle_bytes@0:4 unsigned
  handle_type@4:4s hex
  f_handle@8:8 &hexbytes[.handle_bytes]

struct landlock_ruleset = struct landlock_ruleset_attr <linux/landlock.h>
  handled_access_fs |landlock_fs
struct landlock_beneath 12
  allowed_access@0:8 |landlock_fs
  parent_fd@8:4s fd
struct landlock_port 16
  allowed_access@0:8 |landlock_net
  port@8:8 size
switch landlock_flags $2
  0 *landlock_ruleset{$2}
  * *landlock_ruleset_more{$2}
struct landlock_ruleset_more 24
  handled_access_fs@0:8 |landlock_fs
  handled_access_net@8:8 |landlock_net
  scoped@16:8 |landlock_scope
switch landlock_rule $2 landlock_rule
  1 *landlock_beneath
  2 *landlock_port
  * pointer

switch quota_id $1>>8 quota_sub
  Q_QUOTAON =quota_format
  Q_GETQUOTA Q_SETQUOTA Q_GETNEXTQUOTA Q_XGETQUOTA Q_XSETQLIM Q_XGETNEXTQUOTA id
  Q_GETINFO Q_SETINFO Q_GETFMT Q_SYNC Q_QUOTAOFF Q_XQUOTAON Q_XQUOTAOFF Q_XGETQSTAT -
  Q_XGETQSTATV Q_XQUOTARM Q_XQUOTASYNC -
  * id
switch quota_address $1>>8 quota_sub
  Q_QUOTAON path
  Q_GETQUOTA >dqblk
  Q_SETQUOTA *dqblk
  Q_GETNEXTQUOTA >dqblk_next
  Q_GETINFO >dqinfo
  Q_SETINFO *dqinfo
  Q_GETFMT >=quota_format
  Q_XGETQUOTA Q_XGETNEXTQUOTA >xfs_dqblk
  Q_XSETQLIM *xfs_dqblk
  Q_XQUOTAON Q_XQUOTAOFF Q_XQUOTARM *|quota_xfs
  Q_SYNC Q_QUOTAOFF Q_XQUOTASYNC -
  * pointer
switch quota_fd_id $2>>8 quota_sub
  Q_QUOTAON =quota_format
  Q_GETQUOTA Q_SETQUOTA Q_GETNEXTQUOTA Q_XGETQUOTA Q_XSETQLIM Q_XGETNEXTQUOTA id
  Q_GETINFO Q_SETINFO Q_GETFMT Q_SYNC Q_QUOTAOFF Q_XQUOTAON Q_XQUOTAOFF Q_XGETQSTAT -
  Q_XGETQSTATV Q_XQUOTARM Q_XQUOTASYNC -
  * id
switch quota_fd_address $2>>8 quota_sub
  Q_QUOTAON path
  Q_GETQUOTA >dqblk
  Q_SETQUOTA *dqblk
  Q_GETNEXTQUOTA >dqblk_next
  Q_GETINFO >dqinfo
  Q_SETINFO *dqinfo
  Q_GETFMT >=quota_format
  Q_XGETQUOTA Q_XGETNEXTQUOTA >xfs_dqblk
  Q_XSETQLIM *xfs_dqblk
  Q_XQUOTAON Q_XQUOTAOFF Q_XQUOTARM *|quota_xfs
  Q_SYNC Q_QUOTAOFF Q_XQUOTASYNC -
  * pointer
struct dqblk more = struct if_dqblk <linux/quota.h>
  dqb_bhardlimit size
  dqb_bsoftlimit size
  dqb_curspace size
  dqb_ihardlimit size
  dqb_isoftlimit size
  dqb_curinodes size
struct dqblk_next more = struct if_nextdqblk <linux/quota.h>
  dqb_bhardlimit size
  dqb_bsoftlimit size
  dqb_curspace size
  dqb_ihardlimit size
  dqb_isoftlimit size
  dqb_curinodes size
  dqb_id unsigned
struct dqinfo = struct if_dqinfo <linux/quota.h>
  dqi_bgrace size
  dqi_igrace size
  dqi_flags |quota_flag
  dqi_valid |quota_info
struct xfs_dqblk more = struct fs_disk_quota <linux/dqblk_xfs.h>
  d_version int
  d_flags |quota_xfs
  d_fieldmask hex
  d_id unsigned
  d_blk_hardlimit size
  d_blk_softlimit size
  d_ino_hardlimit size
  d_ino_softlimit size
  d_bcount size
  d_icount size

struct shm_perm = struct ipc64_perm <linux/ipc.h> <linux/shm.h>
  uid unsigned
  gid unsigned
  mode octal
  key unsigned
  cuid unsigned
  cgid unsigned
struct set_perm = struct ipc64_perm <linux/ipc.h> <linux/shm.h>
  uid unsigned
  gid unsigned
  mode octal
struct shmid = struct shmid64_ds <linux/ipc.h> <linux/shm.h>
  shm_perm shm_perm
  shm_segsz size
  shm_cpid int
  shm_lpid int
  shm_nattch size
  shm_atime size
  shm_dtime size
  shm_ctime size
struct shmid_set = struct shmid64_ds <linux/ipc.h> <linux/shm.h>
  shm_perm set_perm
struct shm_limits = struct shminfo64 <linux/ipc.h> <linux/shm.h>
  shmmax size
  shmmin size
  shmmni size
  shmseg size
  shmall size
struct shm_use = struct shm_info <linux/ipc.h> <linux/shm.h>
  used_ids int
  shm_tot size
  shm_rss size
  shm_swp size
  swap_attempts size
  swap_successes size
switch shm_buffer $2&0xff
  0 11 12 pointer
  1 *shmid_set
  2 13 15 >shmid
  3 >shm_limits
  14 >shm_use
  * pointer
struct msqid = struct msqid64_ds <linux/ipc.h> <linux/msg.h>
  msg_perm shm_perm
  msg_stime size
  msg_rtime size
  msg_ctime size
  msg_qnum size
  msg_qbytes size
  msg_lspid int
  msg_lrpid int
struct msqid_set = struct msqid64_ds <linux/ipc.h> <linux/msg.h>
  msg_perm set_perm
  msg_qbytes size
struct msg_limits = struct msginfo <linux/ipc.h> <linux/msg.h>
  msgpool int
  msgmap int
  msgmax int
  msgmnb int
  msgmni int
  msgssz int
  msgtql int
  msgseg int
switch msg_buffer $2&0xff
  0 pointer
  1 *msqid_set
  2 11 13 >msqid
  3 12 >msg_limits
  * pointer
struct semid = struct semid64_ds <linux/ipc.h> <linux/sem.h>
  sem_perm shm_perm
  sem_otime size
  sem_ctime size
  sem_nsems size
struct semid_set = struct semid64_ds <linux/ipc.h> <linux/sem.h>
  sem_perm set_perm
struct sem_limits = struct seminfo <linux/ipc.h> <linux/sem.h>
  semmap int
  semmni int
  semmns int
  semmnu int
  semmsl int
  semopm int
  semume int
  semusz int
  semvmx int
  semaem int
switch sem_buffer $3&0xff
  1 *semid_set
  2 18 20 >semid
  3 19 >sem_limits
  * pointer
struct mq_attributes = struct mq_attr <linux/mqueue.h>
  mq_flags |fd_flags
  mq_maxmsg long
  mq_msgsize long
  mq_curmsgs long

switch ptrace_address $1 ptrace
  PTRACE_ATTACH PTRACE_GETREGS PTRACE_SETREGS PTRACE_GETFPREGS PTRACE_SETFPREGS -
  PTRACE_INTERRUPT PTRACE_KILL PTRACE_LISTEN -
  PTRACE_GETREGSET PTRACE_SETREGSET =regset
  PTRACE_GETSIGMASK PTRACE_SETSIGMASK PTRACE_GET_SYSCALL_INFO PTRACE_SECCOMP_GET_FILTER size
  PTRACE_PEEKSIGINFO *peek_siginfo
  PTRACE_PEEKUSER PTRACE_POKEUSER user_offset
  PTRACE_TRACEME -
  * pointer
switch ptrace_data $1 ptrace
  PTRACE_TRACEME PTRACE_ATTACH PTRACE_INTERRUPT PTRACE_KILL PTRACE_LISTEN -
  PTRACE_SEIZE PTRACE_SETOPTIONS |trace_option
  PTRACE_CONT PTRACE_SYSCALL PTRACE_DETACH PTRACE_SINGLESTEP PTRACE_SYSEMU signal
  PTRACE_SYSEMU_SINGLESTEP PTRACE_SINGLEBLOCK signal
  PTRACE_GETREGS >user_regs
  PTRACE_SETREGS *user_regs
  PTRACE_GETREGSET PTRACE_SETREGSET *regset_vector
  PTRACE_GETSIGINFO >siginfo
  PTRACE_SETSIGINFO siginfo
  PTRACE_GETSIGMASK >sigset($3)
  PTRACE_SETSIGMASK sigset($3)
  PTRACE_GETEVENTMSG >size
  * pointer
switch ptrace_pid $1 ptrace
  PTRACE_TRACEME -
  * int
struct peek_siginfo = struct ptrace_peeksiginfo_args <linux/ptrace.h>
  off size
  flags |peek_flag
  nr unsigned
struct regset_vector 16
  iov_base@0:8 pointer
  iov_len@8:8 size
struct user_regs 216
  r15@0:8 hex
  r14@8:8 hex
  r13@16:8 hex
  r12@24:8 hex
  rbp@32:8 hex
  rbx@40:8 hex
  r11@48:8 hex
  r10@56:8 hex
  r9@64:8 hex
  r8@72:8 hex
  rax@80:8 hex
  rcx@88:8 hex
  rdx@96:8 hex
  rsi@104:8 hex
  rdi@112:8 hex
  orig_rax@120:8 hex
  rip@128:8 hex
  cs@136:8 hex
  eflags@144:8 hex
  rsp@152:8 hex
  ss@160:8 hex
  fs_base@168:8 hex
  gs_base@176:8 hex
  ds@184:8 hex
  es@192:8 hex
  fs@200:8 hex
  gs@208:8 hex
.]]
