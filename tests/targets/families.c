/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Calls that have commands and structs of their own, mostly failing: what
 * zp.format shows of them is compared with strace. */
#define _GNU_SOURCE
#include <linux/bpf.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/io_uring.h>
#include <linux/keyctl.h>
#include <linux/landlock.h>
#include <linux/mount.h>
#include <linux/openat2.h>
#include <linux/perf_event.h>
#include <linux/prctl.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <linux/time_types.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/quota.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <unistd.h>

#define call(name, ...) syscall(SYS_##name, ##__VA_ARGS__)

static void mounts(void)
{
	struct mount_attr attr = {.attr_set = MOUNT_ATTR_RDONLY |
					      MOUNT_ATTR_NOSUID,
				  .attr_clr = MOUNT_ATTR__ATIME,
				  .propagation = 1 << 18,
				  .userns_fd = 3};
	struct open_how how = {.flags = O_RDONLY | O_CREAT,
			       .mode = 0600,
			       .resolve = RESOLVE_BENEATH};

	call(fsopen, "nosuchfs", FSOPEN_CLOEXEC);
	call(fsopen, NULL, 2);
	call(fsconfig, -1, FSCONFIG_SET_FLAG, "ro", NULL, 0);
	call(fsconfig, -1, FSCONFIG_SET_STRING, "source", "tmpfs", 0);
	call(fsconfig, -1, FSCONFIG_SET_BINARY, "blob", "a\0b\1", 4);
	call(fsconfig, -1, FSCONFIG_SET_PATH, "path", "/tmp", AT_FDCWD);
	call(fsconfig, -1, FSCONFIG_SET_PATH_EMPTY, "path", "", 5);
	call(fsconfig, -1, FSCONFIG_SET_FD, "fd", NULL, 5);
	call(fsconfig, -1, FSCONFIG_CMD_CREATE, NULL, NULL, 0);
	call(fsconfig, -1, FSCONFIG_CMD_RECONFIGURE, "x", "y", 1);
	call(fsconfig, -1, 8, "x", "y", 1);
	call(fsmount, -1, FSMOUNT_CLOEXEC,
	     MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOATIME);
	call(fspick, AT_FDCWD, "/nonexistent",
	     FSPICK_CLOEXEC | FSPICK_EMPTY_PATH);
	call(move_mount, -1, "", AT_FDCWD, "/mnt",
	     MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_SYMLINKS);
	call(open_tree, AT_FDCWD, "/nonexistent",
	     OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
	call(mount_setattr, -1, "", AT_EMPTY_PATH | AT_RECURSIVE, &attr,
	     sizeof(attr));
	call(mount_setattr, -1, "", 0, NULL, 0L);
	call(openat2, AT_FDCWD, "/nonexistent", &how, sizeof(how));
	how = (struct open_how){.flags = O_PATH, .resolve = 0x40000000};
	call(openat2, AT_FDCWD, "/nonexistent", &how, sizeof(how));
	call(name_to_handle_at, AT_FDCWD, "/nonexistent", NULL, NULL,
	     AT_EMPTY_PATH);
	call(open_by_handle_at, -1, NULL, O_RDONLY);
	call(mount, "none", "/nonexistent", "tmpfs", 1L, "size=1");
	call(fanotify_init, 0x0c, O_RDONLY);
	call(fanotify_mark, -1, 0x11, 0x20L, AT_FDCWD, "/tmp");
}

static void keys(void)
{
	char buf[64];

	call(add_key, "user", "zpoline:key", "payload\1", 8L,
	     KEY_SPEC_THREAD_KEYRING + 100);
	call(request_key, "user", "zpoline:none", NULL,
	     KEY_SPEC_PROCESS_KEYRING);
	call(request_key, "user", "zpoline:none", "info", 12345);
	call(keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 0);
	call(keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_USER_KEYRING, 1);
	call(keyctl, KEYCTL_UPDATE, 99, "abc", 3);
	call(keyctl, KEYCTL_REVOKE, 99);
	call(keyctl, KEYCTL_CHOWN, 99, 1, -1);
	call(keyctl, KEYCTL_SETPERM, 99, 0x3f1f0000);
	call(keyctl, KEYCTL_DESCRIBE, 99, buf, sizeof(buf));
	call(keyctl, KEYCTL_DESCRIBE, KEY_SPEC_SESSION_KEYRING, buf,
	     sizeof(buf));
	call(keyctl, KEYCTL_CLEAR, 99);
	call(keyctl, KEYCTL_LINK, 99, KEY_SPEC_USER_KEYRING);
	call(keyctl, KEYCTL_UNLINK, 99, KEY_SPEC_USER_KEYRING);
	call(keyctl, KEYCTL_SEARCH, KEY_SPEC_USER_KEYRING, "user", "nosuch", 0);
	call(keyctl, KEYCTL_READ, KEY_SPEC_SESSION_KEYRING, buf, sizeof(buf));
	call(keyctl, KEYCTL_READ, 99, buf, sizeof(buf));
	call(keyctl, KEYCTL_INSTANTIATE, 99, "abc", 3, 98);
	call(keyctl, KEYCTL_NEGATE, 99, 60, 98);
	call(keyctl, KEYCTL_SET_REQKEY_KEYRING, KEY_REQKEY_DEFL_NO_CHANGE);
	call(keyctl, KEYCTL_SET_TIMEOUT, 99, 60);
	call(keyctl, KEYCTL_ASSUME_AUTHORITY, 99);
	call(keyctl, KEYCTL_GET_SECURITY, 99, buf, sizeof(buf));
	call(keyctl, KEYCTL_REJECT, 99, 60, 5, 98);
	call(keyctl, KEYCTL_INVALIDATE, 99);
	call(keyctl, KEYCTL_GET_PERSISTENT, 99, 98);
	call(keyctl, KEYCTL_RESTRICT_KEYRING, 99, "asym", "x");
	call(keyctl, KEYCTL_CAPABILITIES, buf, 2);
	call(keyctl, KEYCTL_SESSION_TO_PARENT + 1000, 1, 2, 3, 4);
}

static void filters(void)
{
	struct sock_filter insns[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 4),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0xc000003e, 0, 2),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 5),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE | 7),
		BPF_STMT(BPF_RET | BPF_A, 0),
		BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0xff),
		BPF_STMT(BPF_MISC | BPF_TAX, 0),
		BPF_STMT(BPF_LDX | BPF_IMM, 3),
		BPF_STMT(BPF_ST, 3),
		BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 14),
		BPF_STMT(BPF_JMP | BPF_JA, 3),
		BPF_JUMP(BPF_JMP | BPF_JGT | BPF_X, 0, 1, 1),
		BPF_STMT(0xffff, 3),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_RET | BPF_K, 0x7ffd0000),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_LOG),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
	};
	struct sock_fprog prog = {sizeof(insns) / sizeof(insns[0]), insns};
	uint32_t action = SECCOMP_RET_TRAP;
	struct seccomp_notif_sizes sizes;

	call(seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC,
	     &prog);
	prog.len = 0;
	call(seccomp, SECCOMP_SET_MODE_FILTER, 0x40, &prog);
	call(seccomp, SECCOMP_SET_MODE_FILTER, 0, NULL);
	prog.len = 3;
	prog.filter = NULL;
	call(seccomp, SECCOMP_SET_MODE_FILTER,
	     SECCOMP_FILTER_FLAG_LOG | SECCOMP_FILTER_FLAG_NEW_LISTENER, &prog);
	call(seccomp, SECCOMP_SET_MODE_STRICT, 1, 0L);
	call(seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action);
	call(seccomp, SECCOMP_GET_ACTION_AVAIL, 0, NULL);
	call(seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &sizes);
	call(seccomp, 77, 1, 0x1234L);
	prog.len = 2;
	prog.filter = insns;
	call(prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog);
}

static void rings(void)
{
	struct io_uring_params p = {.flags = IORING_SETUP_CQSIZE,
				    .cq_entries = 8};
	struct iovec iov = {"abc", 3};
	int fds[2] = {1, 2};
	struct io_uring_files_update up = {.offset = 1, .fds = (uintptr_t)fds};
	struct io_uring_rsrc_register rr = {.nr = 1, .data = (uintptr_t)&iov};
	struct io_uring_restriction res = {.opcode = 0, .register_op = 3};
	int fd = (int)call(io_uring_setup, 4, &p);

	call(io_uring_setup, 0, NULL);
	p = (struct io_uring_params){.flags = 0x80000000 | IORING_SETUP_SQPOLL |
					      IORING_SETUP_SQ_AFF |
					      IORING_SETUP_ATTACH_WQ,
				     .sq_thread_cpu = 1,
				     .sq_thread_idle = 7,
				     .wq_fd = 99};
	call(io_uring_setup, 4, &p);
	call(io_uring_enter, fd, 0, 0, 0, NULL, 8L);
	call(io_uring_enter, -1, 1, 2,
	     IORING_ENTER_GETEVENTS | IORING_ENTER_SQ_WAKEUP, NULL, 8L);
	call(io_uring_register, -1, IORING_REGISTER_BUFFERS, &iov, 1);
	call(io_uring_register, -1, IORING_UNREGISTER_BUFFERS, NULL, 0);
	call(io_uring_register, -1, IORING_REGISTER_FILES, fds, 2);
	call(io_uring_register, -1, IORING_REGISTER_EVENTFD, fds, 1);
	call(io_uring_register, -1, IORING_REGISTER_FILES_UPDATE, &up, 2);
	call(io_uring_register, -1, IORING_REGISTER_PERSONALITY, NULL, 0);
	call(io_uring_register, -1, IORING_UNREGISTER_PERSONALITY, NULL, 3);
	call(io_uring_register, -1, IORING_REGISTER_RESTRICTIONS, &res, 1);
	call(io_uring_register, -1, IORING_REGISTER_ENABLE_RINGS, NULL, 0);
	call(io_uring_register, -1, IORING_REGISTER_FILES2, &rr, sizeof(rr));
	call(io_uring_register, -1, IORING_REGISTER_IOWQ_AFF,
	     "\1\2\3\4\5\6\7\10", 8);
	call(io_uring_register, -1, 99, fds, 2);
	call(io_setup, 0, NULL);
	call(io_destroy, 1L);
	call(io_getevents, 1L, 1L, 2L, NULL, NULL);
	call(io_submit, 1L, 1L, NULL);
	call(io_cancel, 1L, NULL, NULL);
}

static void bpfs(void)
{
	union bpf_attr a;
	struct bpf_insn insns[] = {{BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, 5},
				   {BPF_JMP | BPF_EXIT, 0, 0, 0, 0}};
	char log[16] = "", key[4] = "\1\2\3", value[8] = "";

	memset(&a, 0, sizeof(a));
	a.map_type = BPF_MAP_TYPE_HASH;
	a.key_size = 4;
	a.value_size = 8;
	a.max_entries = 16;
	a.map_flags = 0x80000000;
	strcpy(a.map_name, "zpoline");
	call(bpf, BPF_MAP_CREATE, &a, 48L);
	call(bpf, BPF_MAP_CREATE, &a, 16L);
	call(bpf, BPF_MAP_CREATE, &a, sizeof(a));
	memset(&a, 0, sizeof(a));
	a.map_fd = -1;
	a.key = (uintptr_t)key;
	a.value = (uintptr_t)value;
	a.flags = BPF_NOEXIST;
	call(bpf, BPF_MAP_LOOKUP_ELEM, &a, 32L);
	call(bpf, BPF_MAP_UPDATE_ELEM, &a, 32L);
	call(bpf, BPF_MAP_DELETE_ELEM, &a, 16L);
	call(bpf, BPF_MAP_GET_NEXT_KEY, &a, 24L);
	call(bpf, BPF_MAP_FREEZE, &a, 4L);
	memset(&a, 0, sizeof(a));
	a.prog_type = BPF_PROG_TYPE_SOCKET_FILTER;
	a.insn_cnt = 2;
	a.insns = (uintptr_t)insns;
	a.license = (uintptr_t) "MIT";
	a.log_level = 0x7fffff;
	a.log_size = sizeof(log);
	a.log_buf = (uintptr_t)log;
	a.kern_version = 0x60102;
	a.prog_flags = BPF_F_ANY_ALIGNMENT;
	strcpy(a.prog_name, "prog");
	call(bpf, BPF_PROG_LOAD, &a, 48L);
	call(bpf, BPF_PROG_LOAD, &a, 128L);
	memset(&a, 0, sizeof(a));
	a.pathname = (uintptr_t) "/sys/fs/bpf/none";
	a.bpf_fd = -1;
	call(bpf, BPF_OBJ_PIN, &a, 16L);
	call(bpf, BPF_OBJ_GET, &a, 16L);
	memset(&a, 0, sizeof(a));
	a.target_fd = -1;
	a.attach_bpf_fd = 5;
	a.attach_type = BPF_CGROUP_INET_EGRESS;
	a.attach_flags = BPF_F_ALLOW_MULTI;
	call(bpf, BPF_PROG_ATTACH, &a, 16L);
	call(bpf, BPF_PROG_ATTACH, &a, 20L);
	call(bpf, BPF_PROG_DETACH, &a, 12L);
	memset(&a, 0, sizeof(a));
	a.test.prog_fd = -1;
	a.test.data_size_in = 3;
	a.test.data_in = (uintptr_t) "abc";
	a.test.repeat = 2;
	call(bpf, BPF_PROG_TEST_RUN, &a, 40L);
	memset(&a, 0, sizeof(a));
	a.start_id = 0xffffff00;
	call(bpf, BPF_PROG_GET_NEXT_ID, &a, 12L);
	call(bpf, BPF_MAP_GET_NEXT_ID, &a, 8L);
	call(bpf, BPF_BTF_GET_FD_BY_ID, &a, 4L);
	memset(&a, 0, sizeof(a));
	a.info.bpf_fd = -1;
	a.info.info_len = 8;
	a.info.info = (uintptr_t)value;
	call(bpf, BPF_OBJ_GET_INFO_BY_FD, &a, 16L);
	memset(&a, 0, sizeof(a));
	a.query.target_fd = -1;
	a.query.attach_type = BPF_CGROUP_DEVICE;
	a.query.query_flags = 1;
	call(bpf, BPF_PROG_QUERY, &a, 32L);
	memset(&a, 0, sizeof(a));
	a.raw_tracepoint.name = (uintptr_t) "tp";
	a.raw_tracepoint.prog_fd = -1;
	call(bpf, BPF_RAW_TRACEPOINT_OPEN, &a, 12L);
	memset(&a, 0, sizeof(a));
	a.btf = (uintptr_t) "abcd";
	a.btf_size = 4;
	call(bpf, BPF_BTF_LOAD, &a, 32L);
	memset(&a, 0, sizeof(a));
	a.task_fd_query.pid = 1;
	a.task_fd_query.fd = -1;
	call(bpf, BPF_TASK_FD_QUERY, &a, 48L);
	memset(&a, 0, sizeof(a));
	a.link_create.prog_fd = -1;
	a.link_create.target_fd = 5;
	a.link_create.attach_type = BPF_XDP;
	call(bpf, BPF_LINK_CREATE, &a, 16L);
	call(bpf, BPF_LINK_UPDATE, &a, 16L);
	call(bpf, 99, &a, 12L);
	call(bpf, BPF_MAP_CREATE, NULL, 12L);
}

static void perf(void)
{
	struct perf_event_attr a = {
		.type = PERF_TYPE_SOFTWARE,
		.size = sizeof(a),
		.config = PERF_COUNT_SW_CPU_CLOCK,
		.sample_period = 1000,
		.sample_type = PERF_SAMPLE_IP | PERF_SAMPLE_TID,
		.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_ID,
		.disabled = 1,
		.exclude_kernel = 1,
		.exclude_hv = 1,
		.precise_ip = 2};

	call(perf_event_open, &a, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
	a.freq = 1;
	a.watermark = 1;
	a.type = PERF_TYPE_HARDWARE;
	a.config = 0x100000002;
	call(perf_event_open, &a, -1, -1, -1, 0L);
	a.type = PERF_TYPE_HW_CACHE;
	a.config = 0x010203;
	call(perf_event_open, &a, -1, -1, -1, 0L);
	a.type = PERF_TYPE_BREAKPOINT;
	a.bp_type = 3;
	a.bp_addr = 0x1234;
	a.bp_len = 4;
	a.size = PERF_ATTR_SIZE_VER2;
	call(perf_event_open, &a, -1, -1, -1, 0x80L);
	a.type = PERF_TYPE_TRACEPOINT;
	a.size = PERF_ATTR_SIZE_VER0;
	call(perf_event_open, &a, -1, -1, -1, 0L);
	a.size = 0;
	call(perf_event_open, &a, -1, -1, -1, 0L);
	a.type = 99;
	a.size = PERF_ATTR_SIZE_VER5;
	a.branch_sample_type = PERF_SAMPLE_BRANCH_USER;
	a.sample_type |= PERF_SAMPLE_BRANCH_STACK;
	a.use_clockid = 1;
	a.clockid = 1;
	call(perf_event_open, &a, -1, -1, -1, 0L);
	call(perf_event_open, NULL, -1, -1, -1, 0L);
}

static void landlock(void)
{
	struct landlock_path_beneath_attr p = {LANDLOCK_ACCESS_FS_EXECUTE, 5};

	call(landlock_create_ruleset, NULL, 0L,
	     LANDLOCK_CREATE_RULESET_VERSION);
	call(landlock_add_rule, -1, LANDLOCK_RULE_PATH_BENEATH, &p, 0);
	call(landlock_add_rule, -1, 7, &p, 1);
	call(landlock_restrict_self, -1, 1);
}

static void ipcs(void)
{
	struct shmid_ds shm;
	struct msqid_ds msg;
	struct semid_ds sem;
	unsigned short vals[3] = {1, 2, 3};
	struct {
		long type;
		char text[40];
	} m = {1, "hello"};
	int id = shmget(IPC_PRIVATE, 4096, 0600 | IPC_CREAT);

	call(shmctl, id, IPC_STAT, &shm);
	shm.shm_perm.mode = 0640;
	call(shmctl, id, IPC_SET, &shm);
	call(shmctl, id, IPC_RMID, NULL);
	call(shmctl, -1, SHM_LOCK, NULL);
	call(shmctl, 0, IPC_INFO, &shm);
	call(shmctl, 0, SHM_INFO, &shm);
	call(shmctl, -1, 0x100 | IPC_STAT, &shm);
	call(shmctl, -1, 99, &shm);
	id = msgget(IPC_PRIVATE, 0600 | IPC_CREAT);
	call(msgctl, id, IPC_STAT, &msg);
	call(msgctl, id, IPC_SET, &msg);
	call(msgsnd, id, &m, 5L, IPC_NOWAIT);
	call(msgrcv, id, &m, 40L, 3L, 040000 | IPC_NOWAIT);
	call(msgctl, id, IPC_RMID, NULL);
	id = semget(IPC_PRIVATE, 3, 0600 | IPC_CREAT);
	call(semctl, id, 0, IPC_STAT, &sem);
	call(semctl, id, 1, SETVAL, 5L);
	call(semctl, id, 1, GETVAL, 0L);
	call(semctl, id, 0, GETALL, vals);
	call(semctl, id, 0, SETALL, vals);
	call(semctl, id, 0, IPC_RMID, 0L);
	call(semctl, -1, 0, IPC_SET, &sem);
	call(semctl, -1, 0, SEM_INFO, &sem);
	call(mq_open, "nosuch", O_RDONLY, 0, NULL);
	call(mq_unlink, "nosuch");
	call(mq_getsetattr, -1, NULL, NULL);
	call(mq_timedsend, -1, "abc", 3L, 1, NULL);
	call(mq_timedreceive, -1, NULL, 3L, NULL, NULL);
	call(mq_notify, -1, NULL);
}

static void quotas(void)
{
	char buf[200] = "";
	call(quotactl, QCMD(Q_QUOTAON, USRQUOTA), "/dev/none", 2,
	     "/quota.user");
	call(quotactl, QCMD(Q_QUOTAOFF, GRPQUOTA), "/dev/none", 2, NULL);
	call(quotactl, QCMD(Q_GETQUOTA, USRQUOTA), "/dev/none", 1000, buf);
	call(quotactl, QCMD(Q_SETQUOTA, USRQUOTA), "/dev/none", 1000, buf);
	call(quotactl, QCMD(Q_GETINFO, USRQUOTA), "/dev/none", 1000, buf);
	call(quotactl, QCMD(Q_SETINFO, USRQUOTA), "/dev/none", 1000, buf);
	call(quotactl, QCMD(Q_GETFMT, USRQUOTA), "/dev/none", 1000, buf);
	call(quotactl, QCMD(Q_SYNC, USRQUOTA), NULL, 1000, buf);
	call(quotactl, QCMD(0x800009, 2), "/dev/none", 1000, buf);
	call(quotactl, QCMD(('X' << 8) + 3, 2), "/dev/none", 1000, buf);
	call(quotactl, 0x12345678, "/dev/none", 1000, buf);
	call(quotactl_fd, -1, QCMD(Q_GETQUOTA, USRQUOTA), 1000, buf);
}

static void others(void)
{
	struct clone_args c = {.flags = CLONE_NEWUSER | CLONE_FS | CLONE_PIDFD,
			       .exit_signal = SIGCHLD,
			       .stack = 1,
			       .stack_size = 0};
	struct futex_waitv w[2] = {{1, 0x1234, FUTEX_32, 0},
				   {2, 0x5678, FUTEX_32 | FUTEX_PRIVATE_FLAG,
				    0}};
	struct iovec iov = {"abc", 3};
	struct timespec ts = {0, 1};
	struct itimerspec its = {{0, 0}, {1, 2}};
	pid_t tids[1] = {77};
	int fd;

	call(clone3, &c, sizeof(c));
	call(clone3, &c, 64L);
	call(clone3, &c, 3L);
	call(clone3, NULL, 64L);
	c = (struct clone_args){.flags = CLONE_SETTLS | CLONE_INTO_CGROUP |
					 CLONE_FS,
				.exit_signal = 0,
				.set_tid = (uintptr_t)tids,
				.set_tid_size = 1,
				.cgroup = 9,
				.tls = 0x55};
	call(clone3, &c, sizeof(c));
	call(futex_waitv, w, 2, 0, &ts, 1);
	call(futex_waitv, w, 2, 7, NULL, 1);
	call(process_madvise, -1, &iov, 1L, MADV_COLD, 0);
	call(pidfd_open, 1 << 30, 0);
	call(pidfd_open, 1 << 30, O_NONBLOCK);
	call(pidfd_getfd, -1, 3, 0);
	call(pidfd_send_signal, -1, SIGUSR1, NULL, 0);
	call(pidfd_send_signal, -1, SIGUSR1, NULL, 1);
	call(rseq, 0x1000L, 32, 0, 0x53053053);
	call(userfaultfd, O_CLOEXEC | O_NONBLOCK);
	fd = (int)call(timerfd_create, CLOCK_MONOTONIC, TFD_CLOEXEC);
	call(timerfd_settime, fd, TFD_TIMER_ABSTIME, &its, &its);
	call(timerfd_gettime, fd, &its);
	call(close, fd);
	call(ptrace, PTRACE_PEEKTEXT, 1 << 30, 0x1000L, 0x2000L);
	call(ptrace, PTRACE_ATTACH, 1 << 30, 0L, 0L);
	call(ptrace, PTRACE_SEIZE, 1 << 30, 0L,
	     PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
	call(ptrace, PTRACE_SETOPTIONS, 1 << 30, 0L, PTRACE_O_TRACEFORK);
	call(ptrace, PTRACE_CONT, 1 << 30, 0L, 19L);
	call(ptrace, PTRACE_GETREGS, 1 << 30, 0L, 0x1000L);
	call(ptrace, PTRACE_SETREGS, 1 << 30, 0L, &its);
	call(ptrace, PTRACE_GETREGSET, 1 << 30, 1L, &iov);
	call(ptrace, PTRACE_SETREGSET, 1 << 30, 2L, &iov);
	call(ptrace, PTRACE_GETSIGINFO, 1 << 30, 0L, 0x1000L);
	call(ptrace, PTRACE_GETSIGMASK, 1 << 30, 8L, 0x1000L);
	call(ptrace, PTRACE_SETSIGMASK, 1 << 30, 8L, "\1\0\0\0\0\0\0\0");
	call(ptrace, PTRACE_GETEVENTMSG, 1 << 30, 0L, 0x1000L);
	call(ptrace, PTRACE_SYSCALL, 1 << 30, 1L, 5L);
	call(ptrace, PTRACE_DETACH, 1 << 30, 1L, 5L);
	call(ptrace, PTRACE_POKEUSER, 1 << 30, 8L * 15, 5L);
	call(ptrace, PTRACE_PEEKUSER, 1 << 30, 8L * 16, 5L);
	call(ptrace, PTRACE_PEEKUSER, 1 << 30, 8L * 160, 5L);
	call(ptrace, PTRACE_LISTEN, 1 << 30, 8L, 5L);
	call(ptrace, PTRACE_GET_SYSCALL_INFO, 1 << 30, 8L, 0x1000L);
	call(ptrace, PTRACE_SECCOMP_GET_FILTER, 1 << 30, 8L, 0x1000L);
	call(ptrace, PTRACE_PEEKSIGINFO, 1 << 30, &its, 0x1000L);
	call(ptrace, PTRACE_INTERRUPT, 1 << 30, 1L, 2L);
	call(ptrace, PTRACE_KILL, 1 << 30, 1L, 2L);
	call(ptrace, 0x999, 1 << 30, 1L, 2L);
	call(finit_module, -1, "a=1", 3);
	call(init_module, "abc", 3L, "a=1");
	call(delete_module, "none", O_NONBLOCK);
	call(reboot, 1, 2, 3, NULL);
	call(kexec_file_load, -1, -1, 1L, "x", 8);
	call(syslog, 10, NULL, 0);
	call(syslog, 3, NULL, -1);
	call(mbind, 0L, 4096L, 1, NULL, 0L, 0);
	static unsigned long nodes[40] = {5, ~0ul, 0, 0xabc}, none[40];
	static const unsigned long bits[] = {0,	  1,   2,    65,  66,
					     129, 130, 2560, ~0ul};
	void *pages[3] = {nodes, none, NULL};
	int policy, status[3], where[3] = {0, 0, 77};

	for (unsigned int i = 0; i < sizeof(bits) / sizeof(*bits); i++) {
		call(set_mempolicy, -1, nodes, bits[i]);
		call(mbind, 1L, 2L, 3L, nodes, bits[i], 2L);
		call(get_mempolicy, &policy, none, bits[i], 0L, 0L);
		call(migrate_pages, -1, bits[i], nodes, none);
	}
	call(set_mempolicy, 77 | 1 << 15, 8L, 64L);
	call(set_mempolicy, 77, NULL, 0L);
	call(set_mempolicy, 1 | 1 << 14 | 1 << 15, nodes, 64L);
	call(move_pages, 0, 3L, pages, where, status, 0xf8);
	call(move_pages, 0, 3L, pages, NULL, status, 0);
	call(ioprio_get, 1, 0);
	call(ioprio_get, 9, 0);
	call(ioprio_set, 9, 0, 2 << 13 | 4);
	call(ioprio_set, 9, 0, 9 << 13 | 77);
	call(set_mempolicy, 0, NULL, 0L);
	call(get_mempolicy, NULL, NULL, 0L, 0L, 0L);
	call(migrate_pages, 0, 0L, NULL, NULL);
	call(move_pages, 0, 0L, NULL, NULL, NULL, 0);
	call(modify_ldt, 0, NULL, 0L);
	call(ioperm, 0L, 0L, 1);
	call(iopl, 0);
	call(lookup_dcookie, 1L, NULL, 3L);
	call(ustat, 1, NULL);
	call(set_robust_list, NULL, 3L);
	call(get_robust_list, 0, NULL, NULL);
	call(userfaultfd, 1);
	call(memfd_secret, 0);
	call(set_mempolicy_home_node, 1L, 2L, 3L, 4L);
}

static void prctls(void)
{
	unsigned v;
	call(prctl, PR_SET_MM, PR_SET_MM_START_CODE, 0x1000L, 0L, 0L);
	call(prctl, PR_SET_MM, 77, 0x1000L, 0L, 0L);
	call(prctl, PR_SET_PTRACER, -1L, 0L);
	call(prctl, PR_SET_PTRACER, 5L, 0L);
	call(prctl, PR_SET_SPECULATION_CTRL, PR_SPEC_INDIRECT_BRANCH, 2L, 0L,
	     0L);
	call(prctl, PR_GET_CHILD_SUBREAPER, &v);
	call(prctl, PR_GET_TSC, &v);
	call(prctl, PR_SET_TSC, PR_TSC_ENABLE);
	call(prctl, PR_GET_TID_ADDRESS, &v);
	call(prctl, PR_GET_SECUREBITS);
	call(prctl, PR_SET_SECUREBITS, 0x80L);
	call(prctl, PR_MCE_KILL, PR_MCE_KILL_SET, 1L, 0L, 0L);
	call(prctl, PR_MCE_KILL, PR_MCE_KILL_CLEAR, 0L, 0L, 0L);
	call(prctl, PR_GET_UNALIGN, &v);
	call(prctl, PR_SET_UNALIGN, PR_UNALIGN_NOPRINT);
	call(prctl, PR_GET_FPEMU, &v);
	call(prctl, PR_GET_ENDIAN, &v);
	call(prctl, PR_SET_FPEXC, 1L);
	call(prctl, PR_GET_TIMING);
	call(prctl, PR_SET_TIMING, 1L);
	call(prctl, PR_GET_FP_MODE);
	call(prctl, PR_GET_TAGGED_ADDR_CTRL, 0L, 0L, 0L, 0L);
	call(prctl, PR_SET_IO_FLUSHER, 7L, 0L, 0L, 0L);
	call(prctl, PR_GET_IO_FLUSHER, 0L, 0L, 0L, 0L);
	call(prctl, PR_SET_SYSCALL_USER_DISPATCH, 0L, 0L, 0L, 0L + 1);
	call(prctl, PR_TASK_PERF_EVENTS_DISABLE);
	call(prctl, PR_GET_THP_DISABLE, 0L, 0L, 0L, 0L);
	call(prctl, PR_SET_CHILD_SUBREAPER, 0L);
	call(prctl, PR_GET_NO_NEW_PRIVS, 0L, 0L, 0L, 0L);
	call(prctl, PR_GET_SECCOMP);
	call(prctl, PR_GET_TIMERSLACK);
	call(prctl, PR_GET_KEEPCAPS);
	call(prctl, 9999, 1L, 2L, 3L, 4L);
}

int main(void)
{
	mounts();
	keys();
	filters();
	rings();
	bpfs();
	perf();
	landlock();
	ipcs();
	quotas();
	others();
	prctls();
	return 0;
}
