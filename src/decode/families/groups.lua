-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Constants of families of calls, as ../groups.lua has them; and
--
--   within   an enumerator: only those of the enumeration that has it are taken

local key_mask, key_order = {}, {}
for i, whose in ipairs { "POS", "USR", "GRP", "OTH" } do
  for j, what in ipairs { "VIEW", "READ", "WRITE", "SEARCH", "LINK", "SETATTR" } do
    local name = "KEY_" .. whose .. "_" .. what
    key_mask[name] = 1 << 8 * (4 - i) + j - 1
    key_order[#key_order + 1] = name
  end
end

return {
  -- mounts
  { "fsopen", "linux/mount.h", "^FSOPEN_" },
  { "fsconfig", "linux/mount.h", "^$", enum = "^FSCONFIG_", prefix = "FSCONFIG_???" },
  { "fsmount", "linux/mount.h", "^FSMOUNT_" },
  { "fspick", "linux/mount.h", "^FSPICK_", first = "FSPICK_CLOEXEC" },
  { "move_mount", "linux/mount.h", "^MOVE_MOUNT_", drop = "_MASK$" },
  { "fan_class", "linux/fanotify.h", "^FAN_CLASS_", prefix = "FAN_CLASS_???" },
  { "fan_init", "linux/fanotify.h",
    "^FAN_CLOEXEC$ ^FAN_NONBLOCK$ ^FAN_UNLIMITED ^FAN_ENABLE ^FAN_REPORT",
    drop = "^FAN_REPORT_DFID_NAME" },
  { "fan_mark", "linux/fanotify.h", "^FAN_MARK_" },
  { "fan_event", "linux/fanotify.h", "^FAN_", drop = [[^FAN_MARK ^FAN_CL ^FAN_NONBLOCK ^FAN_UNL
    ^FAN_ENABLE ^FAN_REPORT ^FAN_ALL ^FAN_EVENT_INFO ^FAN_EVENT_META ^FAN_CLOSE$ ^FAN_MOVE$
    ^FAN_NO ^FAN_ALLOW ^FAN_DENY ^FAN_AUDIT ^FAN_EVENT_O ^FAN_EVENT_N ^FAN_INFO]],
    also = "FAN_CLOSE_WRITE FAN_CLOSE_NOWRITE" },
  { "statmount_mask", "linux/mount.h", "^STATMOUNT_", extra = {
    STATMOUNT_SB_BASIC = 1, STATMOUNT_MNT_BASIC = 2, STATMOUNT_PROPAGATE_FROM = 4,
    STATMOUNT_MNT_ROOT = 8, STATMOUNT_MNT_POINT = 16, STATMOUNT_FS_TYPE = 32,
    STATMOUNT_MNT_NS_ID = 64, STATMOUNT_MNT_OPTS = 128, STATMOUNT_FS_SUBTYPE = 256,
    STATMOUNT_SB_SOURCE = 512, STATMOUNT_OPT_ARRAY = 1024, STATMOUNT_OPT_SEC_ARRAY = 2048,
    STATMOUNT_SUPPORTED_MASK = 4096, STATMOUNT_MNT_UIDMAP = 8192, STATMOUNT_MNT_GIDMAP = 16384 } },
  { "listmount", "linux/mount.h", "^LISTMOUNT_", extra = { LISTMOUNT_REVERSE = 1 } },
  { "lsmt", "linux/mount.h", "^LSMT_", prefix = "LSMT_???", extra = { LSMT_ROOT = ~0 } },

  -- keys
  { "keyctl", "linux/keyctl.h", "^KEYCTL_",
    drop = "^KEYCTL_CAPS ^KEYCTL_SUPPORTS ^KEYCTL_MOVE_EXCL" },
  { "key_spec", "linux/keyctl.h", "^KEY_SPEC_" },
  { "key_reqkey", "linux/keyctl.h", "^KEY_REQKEY_DEFL_", prefix = "KEY_REQKEY_DEFL_???" },
  { "key_perm", "linux/keyctl.h", "^$", prefix = "KEY_???", first = table.concat(key_order, " "),
    extra = key_mask },
  { "key_pkey", "linux/keyctl.h", "^KEYCTL_SUPPORTS_" },
  { "key_caps0", "linux/keyctl.h", "^KEYCTL_CAPS0_" },
  { "key_caps1", "linux/keyctl.h", "^KEYCTL_CAPS1_" },
  { "key_move", "linux/keyctl.h", "^KEYCTL_MOVE_EXCL" },

  -- filters
  { "seccomp", "linux/seccomp.h", "^SECCOMP_SET_MODE ^SECCOMP_GET_[AN]",
    prefix = "SECCOMP_SET_MODE_???" },
  { "seccomp_flag", "linux/seccomp.h", "^SECCOMP_FILTER_FLAG_",
    prefix = "SECCOMP_FILTER_FLAG_???" },
  { "seccomp_mode", "linux/seccomp.h", "^SECCOMP_MODE_", prefix = "SECCOMP_MODE_???" },
  { "seccomp_ret", "linux/seccomp.h", "^SECCOMP_RET_", prefix = "SECCOMP_RET_???",
    first = "SECCOMP_RET_KILL_THREAD",
    drop = "^SECCOMP_RET_ACTION ^SECCOMP_RET_DATA" },
  { "seccomp_addfd", "linux/seccomp.h", "^SECCOMP_ADDFD_FLAG" },
  { "seccomp_user", "linux/seccomp.h", "^SECCOMP_USER_NOTIF_FLAG" },
  { "bpf_class", "linux/bpf_common.h",
    "^BPF_LDX?$ ^BPF_STX?$ ^BPF_ALU$ ^BPF_JMP$ ^BPF_RET$ ^BPF_MISC$" },
  { "bpf_size", "linux/bpf_common.h", "^BPF_[WHB]$" },
  { "bpf_mode", "linux/bpf_common.h",
    "^BPF_IMM$ ^BPF_ABS$ ^BPF_IND$ ^BPF_MEM$ ^BPF_LEN$ ^BPF_MSH$" },
  { "bpf_alu", "linux/bpf_common.h", [[^BPF_ADD$ ^BPF_SUB$ ^BPF_MUL$ ^BPF_DIV$ ^BPF_OR$ ^BPF_AND$
    ^BPF_LSH$ ^BPF_RSH$ ^BPF_NEG$ ^BPF_MOD$ ^BPF_XOR$]] },
  { "bpf_jump", "linux/bpf_common.h", "^BPF_JA$ ^BPF_JEQ$ ^BPF_JGT$ ^BPF_JGE$ ^BPF_JSET$" },

  -- bpf
  { "bpf", "linux/bpf.h", "^$", enum = "^BPF_", within = "BPF_MAP_CREATE",
    drop = "^BPF_PROG_RUN$" },
  { "bpf_map_type", "linux/bpf.h", "^$", enum = "^BPF_MAP_TYPE_", prefix = "BPF_MAP_TYPE_???",
    within = "BPF_MAP_TYPE_HASH", drop = "CGROUP_STORAGE_DEPRECATED$" },
  { "bpf_prog_type", "linux/bpf.h", "^$", enum = "^BPF_PROG_TYPE_", prefix = "BPF_PROG_TYPE_???" },
  { "bpf_attach", "linux/bpf.h", "^$", enum = "^BPF_ ^__MAX_BPF",
    within = "BPF_CGROUP_INET_INGRESS",
    drop = "^__" },
  { "bpf_map_flag", "linux/bpf.h", "^$", enum = "^BPF_F_", within = "BPF_F_NO_PREALLOC",
    prefix = "BPF_F_???" },
  { "bpf_prog_flag", "linux/bpf.h", [[^BPF_F_STRICT_ALIGNMENT$ ^BPF_F_ANY_ALIGNMENT$
    ^BPF_F_TEST_RND_HI32$ ^BPF_F_TEST_STATE_FREQ$ ^BPF_F_SLEEPABLE$ ^BPF_F_XDP_HAS_FRAGS$]],
    prefix = "BPF_F_???" },
  { "bpf_attach_flag", "linux/bpf.h", "^BPF_F_ALLOW_ ^BPF_F_REPLACE$", prefix = "BPF_F_???" },
  { "bpf_element", "linux/bpf.h", "^$", also = "BPF_ANY BPF_NOEXIST BPF_EXIST BPF_F_LOCK",
    prefix = "BPF_???" },
  { "bpf_lookup", "linux/bpf.h", "^$", also = "BPF_F_LOCK", prefix = "BPF_???" },
  { "bpf_query", "linux/bpf.h", "^BPF_F_QUERY_", prefix = "BPF_F_QUERY_???" },
  { "bpf_file", "linux/bpf.h", "^$", also = "BPF_F_RDONLY BPF_F_WRONLY", prefix = "BPF_F_???" },
  { "bpf_fd_type", "linux/bpf.h", "^$", enum = "^BPF_FD_TYPE_", prefix = "BPF_FD_TYPE_???" },

  -- io_uring
  { "uring_setup", "linux/io_uring.h", "^IORING_SETUP_", prefix = "IORING_SETUP_???" },
  { "uring_feature", "linux/io_uring.h", "^IORING_FEAT_", prefix = "IORING_FEAT_???" },
  { "uring_enter", "linux/io_uring.h", "^IORING_ENTER_", prefix = "IORING_ENTER_???" },
  { "uring_register", "linux/io_uring.h", "^$", enum = "^IORING_REGISTER_ ^IORING_UNREGISTER_",
    within = "IORING_REGISTER_BUFFERS", drop = "_LAST$", prefix = "IORING_REGISTER_???" },
  { "uring_op", "linux/io_uring.h", "^$", enum = "^IORING_OP_", drop = "_LAST$",
    prefix = "IORING_OP_???" },
  { "uring_probe", "linux/io_uring.h", "^IO_URING_OP_" },
  { "uring_rsrc", "linux/io_uring.h", "^IORING_RSRC_REGISTER_" },
  { "uring_restriction", "linux/io_uring.h", "^$", enum = "^IORING_RESTRICTION_", drop = "_LAST$",
    prefix = "IORING_RESTRICTION_???" },
  { "uring_sqe", "linux/io_uring.h", "^IOSQE_", enum = "^$", prefix = "IOSQE_???" },

  -- performance counters
  { "perf_type", "linux/perf_event.h", "^$", enum = "^PERF_TYPE_", drop = "_MAX$",
    prefix = "PERF_TYPE_???" },
  { "perf_size", "linux/perf_event.h", "^PERF_ATTR_SIZE_", prefix = "PERF_ATTR_SIZE_???" },
  { "perf_hardware", "linux/perf_event.h", "^$", enum = "^PERF_COUNT_HW_", within =
    "PERF_COUNT_HW_CPU_CYCLES", drop = "_MAX$", prefix = "PERF_COUNT_HW_???" },
  { "perf_software", "linux/perf_event.h", "^$", enum = "^PERF_COUNT_SW_", drop = "_MAX$",
    prefix = "PERF_COUNT_SW_???" },
  { "perf_cache", "linux/perf_event.h", "^$", enum = "^PERF_COUNT_HW_CACHE_", drop = "_MAX$",
    within = "PERF_COUNT_HW_CACHE_L1D", prefix = "PERF_COUNT_HW_CACHE_???" },
  { "perf_cache_op", "linux/perf_event.h", "^$", enum = "^PERF_COUNT_HW_CACHE_OP_", drop = "_MAX$",
    prefix = "PERF_COUNT_HW_CACHE_OP_???" },
  { "perf_cache_result", "linux/perf_event.h", "^$", enum = "^PERF_COUNT_HW_CACHE_RESULT_",
    drop = "_MAX$", prefix = "PERF_COUNT_HW_CACHE_RESULT_???" },
  { "perf_sample", "linux/perf_event.h", "^$", enum = "^PERF_SAMPLE_", within = "PERF_SAMPLE_IP",
    drop = "_MAX$" },
  { "perf_format", "linux/perf_event.h", "^$", enum = "^PERF_FORMAT_", drop = "_MAX$" },
  { "perf_open", "linux/perf_event.h", "^PERF_FLAG_", prefix = "PERF_FLAG_???" },
  { "perf_ioc_flag", "linux/perf_event.h", "^$", enum = "^PERF_IOC_FLAG_" },

  -- landlock
  { "landlock_create", "linux/landlock.h", "^LANDLOCK_CREATE_RULESET_",
    prefix = "LANDLOCK_CREATE_RULESET_???" },
  { "landlock_fs", "linux/landlock.h", "^LANDLOCK_ACCESS_FS_", extra = {
    LANDLOCK_ACCESS_FS_TRUNCATE = 1 << 14, LANDLOCK_ACCESS_FS_IOCTL_DEV = 1 << 15 } },
  { "landlock_net", "linux/landlock.h", "^LANDLOCK_ACCESS_NET_", extra = {
    LANDLOCK_ACCESS_NET_BIND_TCP = 1, LANDLOCK_ACCESS_NET_CONNECT_TCP = 2 } },
  { "landlock_scope", "linux/landlock.h", "^LANDLOCK_SCOPE_", extra = {
    LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET = 1, LANDLOCK_SCOPE_SIGNAL = 2 } },
  { "landlock_rule", "linux/landlock.h", "^$", enum = "^LANDLOCK_RULE_",
    prefix = "LANDLOCK_RULE_???",
    extra = { LANDLOCK_RULE_NET_PORT = 2 } },

  -- quotas
  { "quota_sub", "sys/quota.h linux/dqblk_xfs.h", "^Q_", drop = "^Q_SETQLIM", prefix = "Q_???",
    extra = { Q_GETNEXTQUOTA = 0x800009 } },
  { "quota_type", "linux/quota.h", "^USRQUOTA$ ^GRPQUOTA$ ^PRJQUOTA$", prefix = "???QUOTA" },
  { "quota_format", "linux/quota.h", "^QFMT_", prefix = "QFMT_VFS_???" },
  { "quota_valid", "linux/quota.h", "^QIF_" , first = "QIF_ALL" },
  { "quota_info", "linux/quota.h", "^IIF_", first = "IIF_ALL" },
  { "quota_flag", "linux/quota.h", "^$", prefix = "DQF_???",
    extra = { DQF_ROOT_SQUASH = 1, DQF_SYS_FILE = 1 << 16 } },
  { "quota_xfs", "linux/dqblk_xfs.h", "^FS_QUOTA_" },

  -- System V
  { "shm_command", "sys/shm.h",
    "^IPC_RMID$ ^IPC_SET$ ^IPC_STAT$ ^IPC_INFO$ ^SHM_STAT ^SHM_INFO$ ^SHM_U?N?LOCK$",
    define = "_GNU_SOURCE", prefix = "SHM_???" },
  { "msg_command", "sys/msg.h", "^IPC_RMID$ ^IPC_SET$ ^IPC_STAT$ ^IPC_INFO$ ^MSG_STAT ^MSG_INFO$",
    define = "_GNU_SOURCE", prefix = "MSG_???" },
  { "sem_command", "sys/sem.h", [[^IPC_RMID$ ^IPC_SET$ ^IPC_STAT$ ^IPC_INFO$ ^SEM_STAT ^SEM_INFO$
    ^GETPID$ ^GETVAL$ ^GETALL$ ^GETNCNT$ ^GETZCNT$ ^SETVAL$ ^SETALL$]],
    define = "_GNU_SOURCE", prefix = "SEM_???" },
  { "msg_flag", "sys/msg.h", "^MSG_NOERROR$ ^MSG_EXCEPT$ ^MSG_COPY$ ^IPC_NOWAIT$",
    define = "_GNU_SOURCE",
    first = "MSG_NOERROR MSG_EXCEPT MSG_COPY IPC_NOWAIT" },
  { "ipc_64", flags = true, "linux/ipc.h", "^$", extra = { IPC_64 = 0x100 } },

  -- processes
  { "trace_option", "linux/ptrace.h", "^PTRACE_O_", drop = "_MASK$" },
  { "regset", "elf.h", "^NT_%w+$", drop = "^NT_GNU ^NT_VERSION ^NT_ARM ^NT_PPC ^NT_S390 ^NT_MIPS",
    prefix = "NT_???" },
  { "peek_flag", "linux/ptrace.h", "^PTRACE_PEEKSIGINFO_" },
  { "rseq_flag", "linux/rseq.h", "^$", enum = "^RSEQ_FLAG_" },
  { "pr_mm", "linux/prctl.h", "^PR_SET_MM_", prefix = "PR_SET_MM_???" },
  { "pr_ptracer", "linux/prctl.h", "^PR_SET_PTRACER_" },
  { "pr_spec", "linux/prctl.h", "^PR_SPEC_[SIL]%w+_[BF]", drop = "_NOEXEC$ ^PR_SPEC_FORCE" ,
    prefix = "PR_SPEC_???",
    also = "PR_SPEC_STORE_BYPASS PR_SPEC_INDIRECT_BRANCH PR_SPEC_L1D_FLUSH" },
  { "pr_spec_set", "linux/prctl.h", [[^PR_SPEC_PRCTL$ ^PR_SPEC_ENABLE$ ^PR_SPEC_DISABLE
    ^PR_SPEC_FORCE ^PR_SPEC_NOT]], prefix = "PR_SPEC_???" },
  { "pr_tsc", "linux/prctl.h", "^PR_TSC_", prefix = "PR_TSC_???" },
  { "pr_secbit", "linux/securebits.h", "^SECBIT_", prefix = "SECBIT_???", extra = {
    SECBIT_NOROOT = 1, SECBIT_NOROOT_LOCKED = 2, SECBIT_NO_SETUID_FIXUP = 4,
    SECBIT_NO_SETUID_FIXUP_LOCKED = 8, SECBIT_KEEP_CAPS = 16, SECBIT_KEEP_CAPS_LOCKED = 32,
    SECBIT_NO_CAP_AMBIENT_RAISE = 64, SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED = 128,
    SECBIT_EXEC_RESTRICT_FILE = 256, SECBIT_EXEC_RESTRICT_FILE_LOCKED = 512,
    SECBIT_EXEC_DENY_INTERACTIVE = 1024, SECBIT_EXEC_DENY_INTERACTIVE_LOCKED = 2048 },
    drop = "^SECBIT_NO" },
  { "pr_mce", "linux/prctl.h", "^PR_MCE_KILL_CLEAR$ ^PR_MCE_KILL_SET$",
    prefix = "PR_MCE_KILL_???" },
  { "pr_mce_policy", "linux/prctl.h", "^PR_MCE_KILL_[ELD]", prefix = "PR_MCE_KILL_???" },
  { "pr_unalign", "linux/prctl.h", "^PR_UNALIGN_" },
  { "pr_dispatch", "linux/prctl.h", "^PR_SYS_DISPATCH_O", prefix = "PR_SYS_DISPATCH_???" },
  { "pr_sched_core", "linux/prctl.h", "^PR_SCHED_CORE_", drop = "^PR_SCHED_CORE_SCOPE",
    prefix = "PR_SCHED_CORE_???" },
  { "madv_process", "asm/mman.h", "^MADV_COLD$" },
  { "module", "linux/module.h", "^MODULE_INIT_" },
  { "syslog", "sys/klog.h", "^$", prefix = "SYSLOG_ACTION_???", extra = { SYSLOG_ACTION_CLOSE = 0,
    SYSLOG_ACTION_OPEN = 1, SYSLOG_ACTION_READ = 2, SYSLOG_ACTION_READ_ALL = 3,
    SYSLOG_ACTION_READ_CLEAR = 4, SYSLOG_ACTION_CLEAR = 5, SYSLOG_ACTION_CONSOLE_OFF = 6,
    SYSLOG_ACTION_CONSOLE_ON = 7, SYSLOG_ACTION_CONSOLE_LEVEL = 8, SYSLOG_ACTION_SIZE_UNREAD = 9,
    SYSLOG_ACTION_SIZE_BUFFER = 10 } },
  { "reboot_magic", "linux/reboot.h", "^LINUX_REBOOT_MAGIC", prefix = "LINUX_REBOOT_MAGIC_???" },
  { "reboot", "linux/reboot.h", "^LINUX_REBOOT_CMD", prefix = "LINUX_REBOOT_CMD_???" },
  { "mpol", "linux/mempolicy.h", "^$", enum = "^MPOL_", within = "MPOL_DEFAULT", drop = "_MAX$" },
  { "mpol_flag", flags = true, "linux/mempolicy.h", "^MPOL_F_STATIC ^MPOL_F_REL ^MPOL_F_NUMA",
    first = "MPOL_F_STATIC_NODES MPOL_F_RELATIVE_NODES", prefix = "MPOL_???" },
  { "mpol_bind", "linux/mempolicy.h", "^MPOL_MF_", prefix = "MPOL_???",
    drop = "VALID$ INTERNAL$ LAZY$" },
  { "mpol_get", "linux/mempolicy.h", "^MPOL_F_",
    drop = "^MPOL_F_STATIC ^MPOL_F_REL ^MPOL_F_SH ^MPOL_F_MOF ^MPOL_F_MORON ^MPOL_F_NUMA" },
  { "kexec_file", "linux/kexec.h", "^KEXEC_FILE_", prefix = "KEXEC_FILE_???" },
  { "uffd_feature", "linux/userfaultfd.h", "^UFFD_FEATURE_" },
  { "uffd_register", "linux/userfaultfd.h", "^UFFDIO_REGISTER_MODE_" },
  { "uffd_copy", "linux/userfaultfd.h", "^UFFDIO_COPY_MODE_" },
  { "uffd_zero", "linux/userfaultfd.h", "^UFFDIO_ZEROPAGE_MODE_" },
  { "uffd_ioctl", "linux/userfaultfd.h", "^_UFFDIO_" },

  -- ioctls
  { "fs_flag", "linux/fs.h", "^FS_%u+_FL$ ^FS_%u+_%u+_FL$", prefix = "FS_???" },
  { "fs_xflag", "linux/fs.h", "^FS_XFLAG_", prefix = "FS_XFLAG_???" },
  { "fiemap_flag", "linux/fiemap.h", "^FIEMAP_FLAG", drop = "COMPAT$", prefix = "FIEMAP_FLAG_???" },
  { "fiemap_extent", "linux/fiemap.h", "^FIEMAP_EXTENT_", prefix = "FIEMAP_EXTENT_???" },
  { "lo_flag", "linux/loop.h", "^$", enum = "^LO_FLAGS_", prefix = "LO_FLAGS_???" },
  { "tiocm", "asm/termios.h", "^TIOCM_%u+$", drop = "^TIOCM_LOOP ^TIOCM_OUT",
    also = "TIOCM_LOOP TIOCM_OUT1 TIOCM_OUT2", prefix = "TIOCM_???" },
  { "n_tty", "linux/tty.h", "^N_", prefix = "N_???" },
  { "kd_mode", "linux/kd.h", "^KD_TEXT$ ^KD_GRAPHICS$ ^KD_TEXT[01]$", prefix = "KD_???" },
  { "kd_keyboard", "linux/kd.h", "^K_RAW$ ^K_XLATE$ ^K_MEDIUMRAW$ ^K_UNICODE$ ^K_OFF$",
    prefix = "K_???" },
  { "kd_type", "linux/kd.h", "^KB_", prefix = "KB_???" },
  { "vt_mode", "linux/vt.h", "^VT_AUTO$ ^VT_PROCESS$ ^VT_ACKACQ$", prefix = "VT_???" },
  { "tun", "linux/if_tun.h", "^IFF_", drop = "^IFF_NOFILTER", prefix = "IFF_???" },

  -- options of sockets
  { "udp", "linux/udp.h", "^UDP_", drop = "^UDP_ENCAP_", prefix = "UDP_???" },
  { "raw", "linux/icmp.h", "^ICMP_FILTER$", prefix = "RAW_???" },
  { "packet", "linux/if_packet.h", "^PACKET_", low = 64, prefix = "PACKET_???",
    drop = [[^PACKET_FANOUT_%u
    ^PACKET_MR_ ^PACKET_HOST$ ^PACKET_BROADCAST$ ^PACKET_MULTICAST$ ^PACKET_OTHERHOST$
    ^PACKET_OUTGOING$ ^PACKET_LOOPBACK$ ^PACKET_USER$ ^PACKET_KERNEL$ ^PACKET_FASTROUTE$]],
    also = "PACKET_FANOUT_DATA" },
  { "packet_mr", "linux/if_packet.h", "^PACKET_MR_", prefix = "PACKET_MR_???" },
  { "netlink_option", "linux/netlink.h", [[^NETLINK_ADD_ ^NETLINK_DROP_ ^NETLINK_PKTINFO$
    ^NETLINK_BROADCAST_ERR ^NETLINK_NO_ENOBUFS ^NETLINK_RX_ ^NETLINK_TX_ ^NETLINK_LISTEN
    ^NETLINK_LIST_ ^NETLINK_CAP ^NETLINK_EXT ^NETLINK_GET_]], prefix = "NETLINK_???" },
  { "vsock", "linux/vm_sockets.h", "^SO_VM_SOCKETS_", low = 64, prefix = "SO_VM_SOCKETS_???",
    drop = "_OLD$ _NEW$" },
  { "can_raw", "linux/can.h linux/can/raw.h", "^$", enum = "^CAN_RAW_", prefix = "CAN_RAW_???" },
  { "alg", "linux/if_alg.h", "^ALG_SET_", prefix = "ALG_???" },
  { "xdp", "linux/if_xdp.h", "^XDP_[RUTSMO]%u+_", low = 32, prefix = "XDP_???", drop = [[^XDP_SHARED
    ^XDP_USE ^XDP_RING ^XDP_UMEM_PGOFF ^XDP_UMEM_UNAL ^XDP_OPTIONS_Z]] },

  -- netlink
  { "nla", flags = true, "linux/netlink.h", "^NLA_F_" },
  { "nlmsg", "linux/netlink.h", "^NLMSG_", also = "NLMSG_NOOP NLMSG_ERROR NLMSG_DONE NLMSG_OVERRUN",
    low = 16, drop = "^NLMSG_ALIGNTO ^NLMSG_HDRLEN" },
  { "nlm", "linux/netlink.h", "^$", prefix = "NLM_F_???", first =
    "NLM_F_REQUEST NLM_F_MULTI NLM_F_ACK NLM_F_ECHO NLM_F_DUMP_INTR NLM_F_DUMP_FILTERED" },
  { "nlm_get", flags = true, "linux/netlink.h", "^$", prefix = "NLM_F_???", first =
    [[NLM_F_REQUEST NLM_F_MULTI NLM_F_ACK NLM_F_ECHO NLM_F_DUMP_INTR NLM_F_DUMP_FILTERED
      NLM_F_DUMP NLM_F_ROOT NLM_F_MATCH NLM_F_ATOMIC]] },
  { "nlm_new", flags = true, "linux/netlink.h", "^$", prefix = "NLM_F_???", first =
    [[NLM_F_REQUEST NLM_F_MULTI NLM_F_ACK NLM_F_ECHO NLM_F_DUMP_INTR NLM_F_DUMP_FILTERED
      NLM_F_REPLACE NLM_F_EXCL NLM_F_CREATE NLM_F_APPEND]] },
  { "nlm_delete", flags = true, "linux/netlink.h", "^$", prefix = "NLM_F_???", first =
    [[NLM_F_REQUEST NLM_F_MULTI NLM_F_ACK NLM_F_ECHO NLM_F_DUMP_INTR NLM_F_DUMP_FILTERED
      NLM_F_NONREC]], extra = { NLM_F_BULK = 0x200 } },
  { "nlm_ack", flags = true, "linux/netlink.h", "^$", prefix = "NLM_F_???", first =
    [[NLM_F_REQUEST NLM_F_MULTI NLM_F_ACK NLM_F_ECHO NLM_F_DUMP_INTR NLM_F_DUMP_FILTERED
      NLM_F_CAPPED NLM_F_ACK_TLVS]] },
  { "nlmsgerr", "linux/netlink.h", "^$", enum = "^NLMSGERR_ATTR_", drop = "_MAX$",
    prefix = "NLMSGERR_ATTR_???" },
  { "rtm", "linux/rtnetlink.h", "^RTM_[NDGS]", drop = "^RTM_NR ^RTM_SET_ ^RTM_F_ ^RTM_DELTA" },
  { "ifla", "linux/if_link.h", "^$", enum = "^IFLA_", within = "IFLA_IFNAME" },
  { "ifla_info", "linux/if_link.h", "^$", enum = "^IFLA_INFO_", prefix = "IFLA_INFO_???" },
  { "ifla_vf", "linux/if_link.h", "^$", enum = "^IFLA_VF_INFO", prefix = "IFLA_VF_INFO_???" },
  { "ifla_inet", "linux/if_link.h", "^$", enum = "^IFLA_INET_", prefix = "IFLA_INET_???" },
  { "ifla_inet6", "linux/if_link.h", "^$", enum = "^IFLA_INET6_", drop = "^IFLA_INET6_ADDR",
    within = "IFLA_INET6_FLAGS", prefix = "IFLA_INET6_???" },
  { "ifla_xdp", "linux/if_link.h", "^$", enum = "^IFLA_XDP_", prefix = "IFLA_XDP_???",
    within = "IFLA_XDP_FD" },
  { "address_family", "sys/socket.h", "^AF_", first = "AF_UNIX AF_NETLINK", drop = "^AF_MAX$",
    prefix = "AF_???" },
  { "ifa", "linux/if_addr.h", "^$", enum = "^IFA_", within = "IFA_ADDRESS", prefix = "IFA_???" },
  { "ifa_flag", "linux/if_addr.h", "^IFA_F_", first = "IFA_F_SECONDARY", drop = "^IFA_F_TEMPORARY",
    prefix = "IFA_F_???" },
  { "ifa_proto", "linux/if_addr.h", "^IFAPROT_", prefix = "IFAPROT_???" },
  { "rta", "linux/rtnetlink.h", "^$", enum = "^RTA_", within = "RTA_GATEWAY", prefix = "RTA_???" },
  { "rtax", "linux/rtnetlink.h", "^$", enum = "^RTAX_", within = "RTAX_MTU", prefix = "RTAX_???" },
  { "rt_table", "linux/rtnetlink.h", "^$", enum = "^RT_TABLE_", drop = "_MAX$" },
  { "rt_scope", "linux/rtnetlink.h", "^$", enum = "^RT_SCOPE_", prefix = "RT_SCOPE_???" },
  { "rtn", "linux/rtnetlink.h", "^$", enum = "^RTN_", drop = "_MAX$" },
  { "rtprot", "linux/rtnetlink.h", "^RTPROT_" },
  { "rtm_flag", "linux/rtnetlink.h", "^RTM_F_ ^RTNH_F_", drop = "^RTM_F_FIB", prefix = "RTM_F_???",
    also = "RTM_F_FIB_MATCH" },
  { "rtnh_flag", "linux/rtnetlink.h", "^RTNH_F_" },
  { "nda", "linux/neighbour.h", "^$", enum = "^NDA_", within = "NDA_DST" },
  { "nud", "linux/neighbour.h", "^NUD_", first = "NUD_NONE" },
  { "ntf", "linux/neighbour.h", "^NTF_", low = 256, drop = "^NTF_EXT" },
  { "fra", "linux/fib_rules.h", "^$", enum = "^FRA_", within = "FRA_DST" },
  { "fr_act", "linux/fib_rules.h", "^$", enum = "^FR_ACT_", prefix = "FR_ACT_???" },
  { "fib_rule", "linux/fib_rules.h", "^FIB_RULE_", prefix = "FIB_RULE_???" },
  { "tca", "linux/rtnetlink.h", "^$", enum = "^TCA_", within = "TCA_KIND" },
  { "tca_stats", "linux/gen_stats.h", "^$", enum = "^TCA_STATS_", prefix = "TCA_STATS_???" },
  { "iff", "linux/if.h", "^IFF_", prefix = "IFF_???" },
  { "arphrd", "linux/if_arp.h", "^ARPHRD_", prefix = "ARPHRD_???" },
  { "ext_filter", "linux/rtnetlink.h", "^RTEXT_FILTER_", prefix = "RTEXT_FILTER_???" },
  { "sock_diag", "linux/sock_diag.h linux/inet_diag.h", "^$", also =
    "SOCK_DIAG_BY_FAMILY SOCK_DESTROY TCPDIAG_GETSOCK DCCPDIAG_GETSOCK", prefix = "SOCK_DIAG_???" },
  { "tcp_state", "netinet/tcp.h", "^$", define = "_GNU_SOURCE", enum = "^TCP_", prefix = "TCP_???",
    within = "TCP_ESTABLISHED" },
  { "tcp_ca", "netinet/tcp.h", "^$", define = "_GNU_SOURCE", enum = "^TCP_CA_",
    prefix = "TCP_CA_???" },
  { "tcpi_option", "linux/tcp.h", "^TCPI_OPT_", prefix = "TCPI_OPT_???",
    extra = { TCPI_OPT_USEC_TS = 64, TCPI_OPT_TFO_CHILD = 128 } },
  { "tcp_states", "netinet/tcp.h", "^$", prefix = "1<<TCP_???", flags = true, extra = {
    ["1<<TCP_ESTABLISHED"] = 2, ["1<<TCP_SYN_SENT"] = 4, ["1<<TCP_SYN_RECV"] = 8,
    ["1<<TCP_FIN_WAIT1"] = 16, ["1<<TCP_FIN_WAIT2"] = 32, ["1<<TCP_TIME_WAIT"] = 64,
    ["1<<TCP_CLOSE"] = 128, ["1<<TCP_CLOSE_WAIT"] = 256, ["1<<TCP_LAST_ACK"] = 512,
    ["1<<TCP_LISTEN"] = 1024, ["1<<TCP_CLOSING"] = 2048 } },
  { "inet_diag", "linux/inet_diag.h", "^$", enum = "^INET_DIAG_", within = "INET_DIAG_MEMINFO" },
  { "inet_diag_bc", "linux/inet_diag.h", "^$", enum = "^INET_DIAG_REQ_",
    prefix = "INET_DIAG_REQ_???" },
  { "unix_diag", "linux/unix_diag.h", "^$", enum = "^UNIX_DIAG_", drop = "_MAX$" },
  { "udiag_show", "linux/unix_diag.h", "^UDIAG_SHOW_" },
  { "genl", "linux/genetlink.h", "^$", prefix = "GENERIC_FAMILY_???", also = "GENL_ID_CTRL",
    extra = { nlctrl = 16 }, first = "nlctrl" },
  { "ctrl_cmd", "linux/genetlink.h", "^$", enum = "^CTRL_CMD_", prefix = "CTRL_CMD_???" },
  { "ctrl_attr", "linux/genetlink.h", "^$", enum = "^CTRL_ATTR_", within = "CTRL_ATTR_FAMILY_ID" },
  { "nfnl_subsys", "linux/netfilter/nfnetlink.h", "^NFNL_SUBSYS_", drop = "_COUNT$",
    prefix = "NFNL_SUBSYS_???" },
  { "nft_msg", "linux/netfilter/nf_tables.h", "^$", enum = "^NFT_MSG_", drop = "_MAX$",
    prefix = "NFT_MSG_???" },
  { "ctnl_msg", "linux/netfilter/nfnetlink_conntrack.h", "^$", enum = "^IPCTNL_MSG_CT_",
    drop = "_MAX$", prefix = "IPCTNL_MSG_CT_???" },
  { "ctnl_exp_msg", "linux/netfilter/nfnetlink_conntrack.h", "^$", enum = "^IPCTNL_MSG_EXP_",
    drop = "_MAX$", prefix = "IPCTNL_MSG_EXP_???" },
  { "ctnl_timeout_msg", "linux/netfilter/nfnetlink_cttimeout.h", "^$",
    enum = "^IPCTNL_MSG_TIMEOUT_", drop = "_MAX$", prefix = "IPCTNL_MSG_TIMEOUT_???" },
  { "nfqnl_msg", "linux/netfilter/nfnetlink_queue.h", "^$", enum = "^NFQNL_MSG_", drop = "_MAX$",
    prefix = "NFQNL_MSG_???" },
  { "nfulnl_msg", "linux/netfilter/nfnetlink_log.h", "^$", enum = "^NFULNL_MSG_", drop = "_MAX$",
    prefix = "NFULNL_MSG_???" },
  { "osf_msg", "linux/netfilter/nfnetlink_osf.h", "^$", enum = "^OSF_MSG_", drop = "_MAX$",
    prefix = "OSF_MSG_???" },
  { "nfnl_acct_msg", "linux/netfilter/nfnetlink_acct.h", "^$", enum = "^NFNL_MSG_ACCT_",
    drop = "_MAX$", prefix = "NFNL_MSG_ACCT_???" },
  { "cthelper_msg", "linux/netfilter/nfnetlink_cthelper.h", "^$", enum = "^NFNL_MSG_CTHELPER_",
    drop = "_MAX$", prefix = "NFNL_MSG_CTHELPER_???" },
  { "nft_compat_msg", "linux/netfilter/nf_tables_compat.h", "^$", enum = "^NFNL_MSG_COMPAT_",
    drop = "_MAX$", prefix = "NFNL_MSG_COMPAT_???" },
  { "nfnl_hook_msg", "linux/netfilter/nfnetlink_hook.h", "^$", enum = "^NFNL_MSG_HOOK_",
    drop = "_MAX$", prefix = "NFT_MSG_HOOK_???" },
  { "nfnl_batch", "linux/netlink.h linux/netfilter/nfnetlink.h", "^NFNL_MSG_BATCH_",
    prefix = "NFNL_MSG_???" },
  { "ipset_cmd", "linux/netfilter/ipset/ip_set.h", "^$", enum = "^IPSET_CMD_", drop = "MAX$",
    within = "IPSET_CMD_CREATE", prefix = "IPSET_CMD_???" },
  { "xfrm_msg", "linux/xfrm.h", "^XFRM_MSG_", drop = "_BASE$ _MAX$ _MAPPING$X",
    prefix = "XFRM_MSG_???" },
  { "audit_msg", "linux/audit.h", "^AUDIT_[GSALDTUM]%u+$ ^AUDIT_[A-Z_]+$", prefix = "AUDIT_???",
    drop = [[
    ^AUDIT_ARCH ^AUDIT_FILTER ^AUDIT_MAX ^AUDIT_STATUS ^AUDIT_FEATURE_B ^AUDIT_FEATURE_V
    ^AUDIT_NEVER
    ^AUDIT_POSSIBLE ^AUDIT_ALWAYS ^AUDIT_VERSION ^AUDIT_FAIL_ ^AUDIT_MESSAGE ^AUDIT_BITMASK
    ^AUDIT_EQUAL
    ^AUDIT_FIRST ^AUDIT_LAST ^AUDIT_TTY_ENABLE ^AUDIT_CLASS ^AUDIT_PERM ^AUDIT_BIT ^AUDIT_GREATER
    ^AUDIT_LESS ^AUDIT_NOT ^AUDIT_OPERATORS ^AUDIT_COMPARE ^AUDIT_UNUSED ^AUDIT_NEG ^AUDIT_UID_UNSET
    ^AUDIT_SID_UNSET ^AUDIT_ONLY ^AUDIT_PREPEND ^AUDIT_EXITCODE]], low = 0x800 },
  { "crypto_msg", "linux/cryptouser.h", "^$", enum = "^CRYPTO_MSG_", drop = "_BASE$ _MAX$",
    prefix = "CRYPTO_MSG_???" },
}
