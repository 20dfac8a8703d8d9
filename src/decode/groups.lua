-- SPDX-License-Identifier: MIT OR Apache-2.0
-- The groups of constants that arguments are made of: read by generate.lua.
--
-- The preprocessor says which names the headers define, and a program that is
-- compiled against them says what they are worth. A group is its name, headers,
-- and patterns of names, and
--
--   first    names that come first: where several names fit a value, or one has
--            the bits of others, the first one is shown. All others follow by value
--   also     names that are only in enums, or that no pattern fits
--   drop     patterns of names that are not taken
--   low      nor those whose value is not below; least: nor those below
--   extra    names with their values that the headers are too old for, or that
--            are in none
--   define   macros in front of the headers
--   flags    or-ed, by functions in C; sorted: one of them is looked for, also
--            where they are or-ed elsewhere
--   enum     patterns of names of the headers' enumerators
--   prefix   what a number without a name is called, as in "0x63 /* MADV_??? */";
--            else the first name up to its first _

return {
  { "open", flags = true, "asm/fcntl.h", "^O_ ^FASYNC$",
    first = [[O_RDONLY O_WRONLY O_RDWR O_ACCMODE O_CREAT O_EXCL O_NOCTTY O_TRUNC
      O_APPEND O_NONBLOCK O_SYNC O_DSYNC O_DIRECT O_LARGEFILE O_NOFOLLOW O_NOATIME
      O_CLOEXEC O_PATH O_TMPFILE O_DIRECTORY]] },
  { "at", "linux/fcntl.h", "^AT_", first = [[AT_SYMLINK_NOFOLLOW AT_REMOVEDIR
      AT_SYMLINK_FOLLOW AT_NO_AUTOMOUNT AT_EMPTY_PATH AT_RECURSIVE]],
    drop = "^AT_STATX_ ^AT_EACCESS ^AT_FDCWD" },
  { "at_access", "linux/fcntl.h", "^$", also = [[AT_SYMLINK_NOFOLLOW AT_EACCESS
      AT_EMPTY_PATH]] },
  { "at_statx", flags = true, "linux/fcntl.h", "^AT_STATX_", drop = "_TYPE$" },
  { "at_special", "linux/fcntl.h", "^AT_FDCWD$" },
  { "access", "unistd.h", "^[RWXF]_OK$", first = "R_OK W_OK X_OK" },
  { "mode", flags = true, "linux/stat.h", "^S_I", drop = "^S_IS%u" },
  { "statx", "linux/stat.h", "^STATX_", first = "STATX_ALL STATX_BASIC_STATS",
    drop = "^STATX_ATTR_ ^STATX__" },
  { "statx_attr", "linux/stat.h", "^STATX_ATTR_" },
  { "statfs", "linux/magic.h", "_MAGIC$ ^DEVPTS_SUPER" },
  -- ST_VALID: the kernel's own, in no header for programs
  { "st", "sys/statvfs.h", "^$", define = "_GNU_SOURCE", also = [[ST_RDONLY ST_NOSUID
      ST_NODEV ST_NOEXEC ST_SYNCHRONOUS ST_MANDLOCK ST_NOATIME ST_NODIRATIME
      ST_RELATIME]], first = "ST_VALID", extra = { ST_VALID = 0x20 } },
  { "seek", "linux/fs.h", "^SEEK_", drop = "_MAX$" },
  { "prot", "asm/mman.h", "^PROT_" },
  { "map", flags = true,
    "linux/mman.h", "^MAP_", first = [[MAP_SHARED MAP_PRIVATE MAP_SHARED_VALIDATE
      MAP_FIXED MAP_ANONYMOUS MAP_32BIT MAP_NORESERVE MAP_POPULATE MAP_NONBLOCK
      MAP_GROWSDOWN MAP_DENYWRITE MAP_EXECUTABLE MAP_LOCKED MAP_STACK MAP_HUGETLB
      MAP_SYNC MAP_FIXED_NOREPLACE]],
    drop = "^MAP_TYPE$ ^MAP_FILE$ ^MAP_HUGE_" },
  { "huge", "linux/mman.h", "^MAP_HUGE_SHIFT$", also = "MAP_FILE" },
  { "madv", "asm/mman.h", "^MADV_" },
  { "msync", "asm/mman.h", "^MS_", first = "MS_SYNC" },
  { "mremap", "linux/mman.h", "^MREMAP_" },
  { "mlockall", "asm/mman.h", "^MCL_" },
  { "mlock", "asm/mman.h", "^MLOCK_" },
  { "fcntl", "linux/fcntl.h", "^F_", first = [[F_GETLK F_SETLK F_SETLKW]],
    drop = [[^F_RDLCK$ ^F_WRLCK$ ^F_UNLCK$ ^F_EXLCK$ ^F_SHLCK$ ^F_SEAL_ ^F_OWNER_
      ^F_[GS]ETLKW?64$]] },
  { "fd", flags = true, "linux/fcntl.h", "^FD_CLOEXEC$" },
  { "lock", prefix = "F_???",
    "linux/fcntl.h", "^F_[RWU][DRN]LC?K?CK$ ^F_RDLCK$ ^F_WRLCK$ ^F_UNLCK$" },
  { "seal", flags = true, "linux/fcntl.h", "^F_SEAL_" },
  { "lease", prefix = "F_???", "linux/fcntl.h", "^F_RDLCK$ ^F_WRLCK$ ^F_UNLCK$" },
  { "flock", "linux/fcntl.h", "^LOCK_", first = [[LOCK_SH LOCK_EX LOCK_NB LOCK_UN LOCK_MAND
      LOCK_RW]] },
  { "dn", "linux/fcntl.h", "^DN_" },
  { "fadvise", prefix = "POSIX_FADV_???", "linux/fadvise.h", "^POSIX_FADV_" },
  { "fallocate", "linux/falloc.h", "^FALLOC_FL_" },
  { "rename", "linux/fs.h", "^RENAME_" },
  { "rwf", "linux/fs.h", "^RWF_", drop = "SUPPORTED" },
  { "splice", "fcntl.h", "^$", define = "_GNU_SOURCE",
    also = "SPLICE_F_MOVE SPLICE_F_NONBLOCK SPLICE_F_MORE SPLICE_F_GIFT" },
  { "sync_range", "linux/fs.h", "^SYNC_FILE_RANGE_" },
  { "mount", "linux/mount.h", "^MS_", drop = "^MS_MGC ^MS_RMT_MASK$",
    extra = { MS_NOUSER = 1 << 31 } },
  { "umount", "sys/mount.h", "^$", also = "MNT_FORCE MNT_DETACH MNT_EXPIRE UMOUNT_NOFOLLOW" },
  { "xattr", "linux/xattr.h", "^XATTR_CREATE$ ^XATTR_REPLACE$" },
  { "resolve", "linux/openat2.h", "^RESOLVE_" },
  { "inotify", "sys/inotify.h", "^IN_",
    drop = "^IN_CLOSE$ ^IN_MOVE$ ^IN_ALL ^IN_CLOEXEC$ ^IN_NONBLOCK$" },
  { "inotify_init", prefix = "IN_???", "sys/inotify.h", "^$", also = "IN_NONBLOCK IN_CLOEXEC" },
  { "memfd", flags = true, "linux/memfd.h", "^MFD_", drop = "^MFD_HUGE_" },
  { "close_range", "linux/close_range.h", "^CLOSE_RANGE_", first = "CLOSE_RANGE_UNSHARE" },
  { "signal", sorted = true, "asm/signal.h", "^SIG%u+%d?$", first = [[SIGHUP SIGINT SIGQUIT SIGILL
      SIGTRAP SIGABRT SIGBUS SIGFPE SIGKILL SIGUSR1 SIGSEGV SIGUSR2 SIGPIPE SIGALRM
      SIGTERM SIGSTKFLT SIGCHLD SIGCONT SIGSTOP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGXCPU
      SIGXFSZ SIGVTALRM SIGPROF SIGWINCH SIGIO SIGPWR SIGSYS SIGRTMIN]],
    drop = "STKSZ$ ^SIGRTMAX$" },
  { "sa", "asm/signal.h", "^SA_", first = [[SA_RESTORER SA_ONSTACK SA_RESTART SA_NODEFER
      SA_RESETHAND SA_SIGINFO SA_NOCLDSTOP SA_NOCLDWAIT]], drop = "^SA_NOMASK$ ^SA_ONESHOT$" },
  { "sig_how", prefix = "SIG_???", "asm/signal.h", "^SIG_BLOCK$ ^SIG_UNBLOCK$ ^SIG_SETMASK$" },
  { "sig_handler", "signal.h", "^$", also = "SIG_DFL SIG_IGN" },
  { "ss", "linux/signal.h", "^SS_" },
  { "sfd", "linux/signalfd.h", "^SFD_", first = "SFD_CLOEXEC" },
  { "si_code", "signal.h", "^SI_", define = "_GNU_SOURCE" },
  { "chld_code", "signal.h", "^CLD_", define = "_GNU_SOURCE" },
  { "segv_code", "asm/siginfo.h", "^SEGV_" },
  { "fpe_code", "asm/siginfo.h", "^FPE_" },
  { "ill_code", "asm/siginfo.h", "^ILL_" },
  { "bus_code", "asm/siginfo.h", "^BUS_" },
  { "trap_code", "asm/siginfo.h", "^TRAP_", drop = "_FLAG_" },
  { "sys_code", "asm/siginfo.h", "^SYS_[SU]%u+_?%u*$" },
  { "poll_code", "asm/siginfo.h", "^POLL_" },
  { "audit_arch", "linux/audit.h", "^AUDIT_ARCH_X86_64$ ^AUDIT_ARCH_I386$",
    prefix = "AUDIT_ARCH_???" },
  { "sigev", "asm/siginfo.h", "^SIGEV_[%u_]+$", drop = "_SIZE$" },
  { "clone", flags = true, "linux/sched.h", "^CLONE_", first = [[CLONE_VM CLONE_FS CLONE_FILES
      CLONE_SIGHAND CLONE_PIDFD]], drop = "^CLONE_ARGS_ ^CLONE_DETACHED" },
  { "wait", "linux/wait.h", "^W%u+$ ^__WN ^__WCL ^__WA", first = [[WNOHANG WEXITED WSTOPPED
      WCONTINUED WNOWAIT __WCLONE __WALL]] },
  { "wait_which", prefix = "P_???", "linux/wait.h", "^P_" },
  { "rlimit", "asm/resource.h", "^RLIMIT_", drop = "^RLIMIT_NLIMITS" },
  { "rlim", "linux/resource.h", "^RLIM_INFINITY$ ^RLIM64_INFINITY$" },
  { "rusage", "linux/resource.h", "^RUSAGE_", first = "RUSAGE_SELF" },
  { "prio", "linux/resource.h", "^PRIO_", drop = "_M%u+$" },
  { "sched", prefix = "SCHED_???",
    "sched.h linux/sched.h", "^SCHED_", first = "SCHED_OTHER", drop = [[^SCHED_FLAG
      ^SCHED_RESET]] },
  { "sched_flag", "linux/sched.h", "^SCHED_FLAG_", drop = "_ALL$ _KEEP_ALL$ _PARAMS$" },
  { "futex", "linux/futex.h", "^FUTEX_", drop = [[_PRIVATE$ ^FUTEX_WAITERS$ ^FUTEX_OWNER
      ^FUTEX_TID ^FUTEX_OP_ ^FUTEX_BITSET ^FUTEX_%d+$ _FLAG$ _MASK$ ^FUTEX_CLOCK
      ^FUTEX_WAITV]] },
  { "futex_flag", "linux/futex.h", "^FUTEX_PRIVATE_FLAG$ ^FUTEX_CLOCK_REALTIME$" },
  { "prctl", "linux/prctl.h", "^PR_[SGC]",
    drop = [[^PR_SYS_ ^PR_SET_VMA_ ^PR_SET_MM_ ^PR_SPEC ^PR_SVE
      ^PR_MCE_KILL_ ^PR_SET_PTRACER_ ^PR_CAP_AMBIENT_ ^PR_SCHED_CORE_ ^PR_SME
      ^PR_GET_SHADOW_]],
    also = [[PR_MCE_KILL PR_MCE_KILL_GET PR_TASK_PERF_EVENTS_DISABLE
      PR_TASK_PERF_EVENTS_ENABLE PR_SCHED_CORE PR_CAP_AMBIENT PR_SET_VMA PR_SVE_SET_VL PR_SVE_GET_VL
      PR_PAC_RESET_KEYS]] },
  { "prctl_cap_ambient", prefix = "PR_CAP_AMBIENT_???", "linux/prctl.h", "^PR_CAP_AMBIENT_" },
  { "arch_prctl", "asm/prctl.h", "^ARCH_" },
  { "personality", "linux/personality.h", "^$", also = "PER_LINUX PER_LINUX32" },
  { "personality_flag", flags = true,
    "linux/personality.h", "^$", also = [[UNAME26 ADDR_NO_RANDOMIZE
      FDPIC_FUNCPTRS MMAP_PAGE_ZERO ADDR_COMPAT_LAYOUT READ_IMPLIES_EXEC ADDR_LIMIT_32BIT
      SHORT_INODE WHOLE_SECONDS STICKY_TIMEOUTS ADDR_LIMIT_3GB]] },
  { "ptrace", "linux/ptrace.h", "^PTRACE_", drop = [[^PTRACE_EVENT ^PTRACE_O_ ^PTRACE_PEEKSIGINFO_
      ^PTRACE_SYSCALL_INFO_ ^PTRACE_P%uE?K?E?USR$]],
    extra = { PTRACE_PEEKUSER = 3, PTRACE_POKEUSER = 6 } },
  { "pkey", "asm-generic/mman-common.h", "^PKEY_DISABLE_[AW]" },
  { "capability", "linux/capability.h", "^CAP_", drop = "^CAP_LAST ^CAP_TO ^CAP_VALID" },
  { "cap_version", prefix = "_LINUX_CAPABILITY_VERSION_???",
    "linux/capability.h", "^_LINUX_CAPABILITY_VERSION_" },
  { "unshare", prefix = "CLONE_???",
    "linux/sched.h", "^$", also = [[CLONE_NEWTIME CLONE_FS CLONE_FILES CLONE_NEWNS
      CLONE_SYSVSEM CLONE_NEWCGROUP CLONE_NEWUTS CLONE_NEWIPC CLONE_NEWUSER CLONE_NEWPID
      CLONE_NEWNET]] },
  { "rseq", "linux/rseq.h", "^$", also = "RSEQ_FLAG_UNREGISTER" },
  { "membarrier", flags = true,
    prefix = "MEMBARRIER_CMD_???", "linux/membarrier.h", "^$", also = [[MEMBARRIER_CMD_QUERY
      MEMBARRIER_CMD_GLOBAL MEMBARRIER_CMD_GLOBAL_EXPEDITED
      MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED MEMBARRIER_CMD_PRIVATE_EXPEDITED
      MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE
      MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ
      MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ]] },
  { "getrandom", "linux/random.h", "^GRND_" },
  { "pidfd", "linux/pidfd.h", "^PIDFD_" },
  { "clock", "linux/time.h", "^CLOCK_" },
  { "timer", "linux/time.h", "^TIMER_ABSTIME$" },
  { "itimer", "linux/time.h", "^ITIMER_" },
  { "tfd", "sys/timerfd.h", "^$",
    also = "TFD_TIMER_ABSTIME TFD_TIMER_CANCEL_ON_SET TFD_CLOEXEC TFD_NONBLOCK",
    first = "TFD_TIMER_ABSTIME TFD_TIMER_CANCEL_ON_SET TFD_CLOEXEC TFD_NONBLOCK" },
  { "utime", "linux/stat.h", "^UTIME_",
    extra = { UTIME_NOW = 0x3fffffff, UTIME_OMIT = 0x3ffffffe } },
  { "poll", flags = true, "asm/poll.h", "^POLL", drop = "^POLL_ ^POLLFREE ^POLL_BUSY" },
  { "epoll", "sys/epoll.h", "^EPOLL%u", drop = "^EPOLL_", low = 1 << 32,
    first = [[EPOLLIN EPOLLPRI EPOLLOUT EPOLLERR EPOLLHUP EPOLLRDNORM EPOLLRDBAND
      EPOLLWRNORM EPOLLWRBAND EPOLLMSG EPOLLRDHUP EPOLLEXCLUSIVE EPOLLWAKEUP EPOLLONESHOT
      EPOLLET]] },
  { "epoll_ctl", prefix = "EPOLL_CTL_???", "linux/eventpoll.h", "^EPOLL_CTL_" },
  { "epoll_create", "linux/eventpoll.h", "^EPOLL_CLOEXEC$" },
  { "eventfd", "sys/eventfd.h", "^EFD_", first = "EFD_SEMAPHORE EFD_CLOEXEC EFD_NONBLOCK",
    also = "EFD_SEMAPHORE EFD_CLOEXEC EFD_NONBLOCK" },
  { "family", "sys/socket.h", "^AF_", first = "AF_UNIX AF_NETLINK",
    drop = "^AF_MAX$" },
  { "sock_type", "sys/socket.h", "^SOCK_", drop = "^SOCK_CLOEXEC$ ^SOCK_NONBLOCK$" },
  { "sock_flag", flags = true, "sys/socket.h", "^$", also = "SOCK_CLOEXEC SOCK_NONBLOCK",
    first = "SOCK_CLOEXEC" },
  { "ipproto", "netinet/in.h", "^IPPROTO_", first = "IPPROTO_IP" },
  { "netlink", "linux/netlink.h", "^NETLINK_", first = "NETLINK_ROUTE NETLINK_SOCK_DIAG",
    drop = [[^NETLINK_ADD_ ^NETLINK_DROP_ ^NETLINK_PKTINFO ^NETLINK_BROADCAST_ERR
      ^NETLINK_NO_ENOBUFS
      ^NETLINK_RX_ ^NETLINK_TX_ ^NETLINK_LISTEN ^NETLINK_LIST ^NETLINK_CAP ^NETLINK_EXT
      ^NETLINK_GET_ ^NETLINK_UNUSED]] },
  { "ethernet", "linux/if_ether.h", "^ETH_P_" },
  { "shut", "sys/socket.h", "^SHUT_" },
  { "msg", "sys/socket.h", "^MSG_", define = "_GNU_SOURCE",
    first = [[MSG_OOB MSG_PEEK MSG_DONTROUTE MSG_CTRUNC MSG_PROXY]],
    drop = "^MSG_TRYHARD$" },
  { "sol", prefix = "SOL_??", "sys/socket.h", "^SOL_", define = "_GNU_SOURCE",
    extra = { SOL_IP = 0, SOL_TCP = 6, SOL_UDP = 17, SOL_IPV6 = 41, SOL_ICMPV6 = 58,
      SOL_CAN_BASE = 100, SOL_CAN_RAW = 101, SOL_SCTP = 132, SOL_UDPLITE = 136, AF_VSOCK = 40,
      SOL_IPX = 256, SOL_AX25 = 257, SOL_ATALK = 258, SOL_NETROM = 259, SOL_ROSE = 260,
      SOL_MPTCP = 284, SOL_MCTP = 285, SOL_SMC = 286 } },
  { "so", "asm/socket.h", "^SO_", first = [[SO_RCVTIMEO_OLD SO_SNDTIMEO_OLD SO_DETACH_FILTER]],
      low = 1 << 15,
    also = "SO_DETACH_FILTER",
    drop = [[^SO_RCVTIMEO$ ^SO_SNDTIMEO$ ^SO_GET_FILTER$ ^SO_TIMESTAMP$ ^SO_TIMESTAMPNS$
      ^SO_TIMESTAMPING$]] },
  { "so_alias", "sys/socket.h", "^$",
    also = "SO_RCVTIMEO SO_SNDTIMEO SO_TIMESTAMP SO_TIMESTAMPNS SO_TIMESTAMPING" },
  { "ip", "linux/in.h", "^IP_ ^MCAST_[JBULM]",
      drop = "^IP_PMTUDISC_ ^IP_DEFAULT_ ^IP_RECVRETOPTS$" },
  { "ipv6", "linux/in6.h linux/in.h", "^IPV6_ ^MCAST_[JBULM]", prefix = "IPV6_???",
    drop = "^IPV6_PREFER ^IPV6_PMTUDISC ^IPV6_TLV ^IPV6_PRIORITY ^IPV6_FL_ ^IPV6_RTHDR_",
    low = 256 },
  { "tcp", "linux/tcp.h", "^TCP_", low = 64, drop = [[^TCP_MSS_ ^TCP_FLAG_ ^TCP_NLA
      ^TCP_MD5SIG_[MF]
     ^TCP_ESTAB ^TCP_AO_ ^TCP_REPAIR_O[NF] ^TCP_CA_ ^TCP_RECEIVE_ZEROCOPY_]], first = "TCP_INQ",
    extra = { TCP_COOKIE_TRANSACTIONS = 15 } },
  { "scm", "sys/socket.h", "^$", define = "_GNU_SOURCE",
    also = "SCM_RIGHTS SCM_CREDENTIALS" },
  { "c_iflag", "asm/termbits.h", "^$", also = [[IGNBRK BRKINT IGNPAR PARMRK INPCK ISTRIP
      INLCR IGNCR
      ICRNL IUCLC IXON IXANY IXOFF IMAXBEL IUTF8]] },
  { "c_oflag", flags = true,
    "asm/termbits.h", "^$", also = [[OPOST OLCUC ONLCR OCRNL ONOCR ONLRET OFILL
      OFDEL]] },
  { "c_cflag", flags = true,
    "asm/termbits.h", "^$", also = [[CSTOPB CREAD PARENB PARODD HUPCL CLOCAL
      CMSPAR CRTSCTS]] },
  { "c_lflag", "asm/termbits.h", "^$", also = [[ISIG ICANON XCASE ECHO ECHOE ECHOK ECHONL
      NOFLSH TOSTOP
      ECHOCTL ECHOPRT ECHOKE FLUSHO PENDIN IEXTEN EXTPROC]],
    first = [[ISIG ICANON ECHO ECHOE ECHOK ECHONL NOFLSH TOSTOP IEXTEN ECHOCTL ECHOPRT
      ECHOKE]] },
  { "baud", "asm/termbits.h", "^B%d+$" },
  { "delay_nl", "asm/termbits.h", "^NL%d$" }, { "delay_cr", "asm/termbits.h", "^CR%d$" },
  { "delay_tab", "asm/termbits.h", "^TAB%d$" }, { "delay_bs", "asm/termbits.h", "^BS%d$" },
  { "delay_vt", "asm/termbits.h", "^VT%d$" }, { "delay_ff", "asm/termbits.h", "^FF%d$" },
  { "char_size", "asm/termbits.h", "^CS%d$" },
  { "tcflsh", "asm/termbits.h", "^TC[IO]+FLUSH$" },
  { "ioctl", sorted = true, least = 0x200, extra = { FIBMAP = 1, FIGETBSZ = 2 },
    [[asm/termios.h linux/serial.h linux/fs.h linux/blktrace_api.h linux/random.h
      linux/loop.h linux/kd.h linux/vt.h
      linux/if_tun.h linux/hdreg.h linux/rtc.h linux/nsfs.h linux/fiemap.h linux/sockios.h
      linux/blkpg.h linux/blkzoned.h linux/fscrypt.h linux/fsverity.h linux/kvm.h
      linux/userfaultfd.h linux/perf_event.h linux/seccomp.h linux/dm-ioctl.h
      linux/nbd.h linux/watchdog.h linux/usbdevice_fs.h linux/hidraw.h linux/dma-buf.h
      linux/nvme_ioctl.h linux/cdrom.h linux/mtio.h linux/fuse.h
      linux/ppp-ioctl.h linux/btrfs.h linux/gpio.h linux/spi/spidev.h linux/inotify.h
      linux/vhost.h linux/i2c-dev.h linux/fd.h linux/msdos_fs.h]],
    [[^TC%u+ ^TIOC ^FIO ^SIOC ^BLK%u ^FS_IOC_ ^FI%u+$ ^FI_ ^RND%u ^LOOP_[SGC]%u+_?%u+%d*$
      ^LOOP_CTL_GET_FREE$ ^LOOP_SET_BLOCK_SIZE$ ^LOOP_SET_DIRECT_IO$
      ^KD%u ^VT_%u+
      ^TUN[SGAD] ^HDIO_ ^RTC_%u+_ ^NS_GET_ ^KVM_[GSCR]%u+_ ^KVM_RUN$ ^KVM_INTERRUPT$ ^KVM_NMI$
      ^UFFDIO_%u+$ ^PERF_EVENT_IOC_ ^SECCOMP_IOCTL_ ^DM_[%u_]+$ ^NBD_[SCDP]%u+
      ^WDIOC_ ^USBDEVFS_[SCGDRHIB]%u+ ^HIDIOC ^DMA_BUF_IOCTL ^NVME_IOCTL ^CDROM[%u_]+$ ^MTIO%u+
      ^FUSE_DEV_IOC ^PPPIOC ^BTRFS_IOC_ ^GPIO_GET_ ^GPIO_V2_GET ^SPI_IOC_
      ^VHOST_[SGRV]%u+_ ^FAT_IOCTL ^VFAT_IOCTL]],
    first = [[TCGETS FIONREAD FIONBIO FIOCLEX]],
    drop = [[^TIOCM_ ^TIOCPKT_ ^TIOCSER_ ^TC%uFL ^TC[IO]O ^TCIFLUSH ^TC[IO]+FLUSH$ ^FI_
      ^FS_IOC32 ^BLKPG_
      ^BLK_ ^KD_ ^VT_EVENT ^VT_AUTO ^VT_PROCESS ^VT_ACKACQ ^LOOP_CLR_FD_ ^TUN_ ^BLK_ZONE
      ^VT_%u+$X
      ^RTC_FEATURE ^RTC_MAX ^SIOCPROTOPRIVATE ^TIOCINQ ^SIOC[IO]?UTQ$ ^FIFREEZE_
      ^SIOCDEVPRIVATE$
      ^TIOCGISO ^RTC_[AUPW]F$ ^RTC_[AI]RQ
      ^RTC_BSM ^RTC_PARAM_%u+$ ^RTC_PARAM_BACK ^RTC_VL_[DBA]%u+_ ^TCSA ^HDIO_DRIVE_.*SIZE
      ^BLKTRACE_
      ^VT_MAX ^KVM_CAP_ ^KVM_REG ^KVM_GUESTDBG ^KVM_SYSTEM ^KVM_CLOCK ^KVM_STATE ^KVM_CPUID
      ^BTRFS_IOC_CLONE ^BTRFS_IOC_FILE_EXTENT_SAME$ ^BTRFS_IOC_%uET_FSLABEL ^HDIO_DRIVE_CMD_AEB
      ^KVM_COALESCED ^KVM_CREATE_SPAPR ^KVM_GET_SET ^KVM_SEV ^KVM_RUN_ ^UFFDIO_REGISTER_MODE
      ^UFFDIO_COPY_MODE ^DM_[%u_]+_FLAG$
      ^DM_VERSION_ ^DM_NAME ^DM_UUID ^DM_MAX ^DM_DIR ^DM_CONTROL ^DM_IOCTL$ ^DM_EXISTS ^DM_DRIVER
      ^DM_DATA ^DM_SUSPEND ^DM_[%u_]+_CMD$ ^NBD_CMD ^NBD_FLAG ^NBD_CFLAG ^NBD_RE ^WDIOF
      ^USBDEVFS_CAP_ ^USBDEVFS_GET_C%u+_%u+_%u ^CDROM_[%u_]*SIZE ^USBDEVFS_CONTROL32 ^UI_SET_FFX
      ^KVM_GET_TSC_KHZX ^BTRFS_IOC_SNAP_DESTROYX ^VHOST_[%u_]+_F_ ^MTIOCTOPX ^DM_DEVICE
      ^SPI_IOC_MAGIC ^CDROM_LBA ^CDROM_MSF ^CDROM_DATA ^CDROM_AUDIO ^CDROM_LEADOUT ^HIDIOCUNMAP
      ^SPI_IOC_WR_MODE32X ^CDROM_LAST ^CDROM_PACKET_SIZE ^USBDEVFS_DISCONNECT_CLAIM_%u
      ^USBDEVFS_DISCSIGNAL32 ^USBDEVFS_REAPURBNDELAY32 ^USBDEVFS_REAPURB32 ^USBDEVFS_SUBMITURB32
      ^USBDEVFS_BULK32 ^USBDEVFS_IOCTL32 ^KVM_S390 ^KVM_PPC ^KVM_ARM ^RTC_%u+_%u+_%u+_%u+$]] },
  { "fd_flags", "asm/fcntl.h", "^O_", drop = "^O_RDONLY$ ^O_WRONLY$ ^O_RDWR$ ^O_ACCMODE$",
    first = [[O_CREAT O_EXCL O_NOCTTY O_TRUNC O_APPEND O_NONBLOCK O_SYNC O_DSYNC O_DIRECT
      O_LARGEFILE O_NOFOLLOW O_NOATIME O_CLOEXEC O_PATH O_TMPFILE O_DIRECTORY]] },
  { "f_owner", "asm/fcntl.h", "^F_OWNER_" },
  { "rw_hint", "linux/fcntl.h", "^RWH_WRITE_LIFE_ ^RWF_WRITE_LIFE", prefix = "RWH_WRITE_LIFE_???" },
  { "swap", "sys/swap.h", "^SWAP_FLAG_", drop = "MASK$ SHIFT$" },
  { "open_tree", "linux/fcntl.h linux/mount.h", "^OPEN_TREE_",
    also = "AT_RECURSIVE AT_SYMLINK_NOFOLLOW",
    first = "OPEN_TREE_CLONE OPEN_TREE_CLOEXEC",
    extra = { AT_EMPTY_PATH = 0x1000, AT_NO_AUTOMOUNT = 0x800, AT_SYMLINK_NOFOLLOW = 0x100,
      AT_RECURSIVE = 0x8000 } },
  { "mount_attr", "linux/mount.h", "^MOUNT_ATTR_", drop = "^MOUNT_ATTR__ATIME$ _SIZE_VER" },
  { "futex2", "linux/futex.h", "^FUTEX_32$", also = "FUTEX_PRIVATE_FLAG",
    extra = { FUTEX2_NUMA = 4, FUTEX2_MPOL = 8 } },
  { "uffd", "asm/fcntl.h", "^O_CLOEXEC$ ^O_NONBLOCK$", prefix = "UFFD_???",
    extra = { UFFD_USER_MODE_ONLY = 1 } },
  { "kcmp", "linux/kcmp.h", "^$", enum = "^KCMP_", drop = "^KCMP_TYPES" },
  { "ioprio_who", "linux/ioprio.h", "^$", enum = "^IOPRIO_WHO_", prefix = "IOPRIO_WHO_???" },
  { "ioprio_class", "linux/ioprio.h", "^$", enum = "^IOPRIO_CLASS_", prefix = "IOPRIO_CLASS_???" },
  { "shmat", "linux/shm.h", "^SHM_R%u+$ ^SHM_EXEC$", drop = "^SHM_R$" },
  { "ipc_command", "sys/shm.h sys/sem.h sys/msg.h", [[^IPC_RMID$ ^IPC_SET$ ^IPC_STAT$
      ^IPC_INFO$ ^MSG_STAT$ ^MSG_INFO$ ^SHM_STAT$ ^SHM_INFO$ ^SHM_LOCK$ ^SHM_UNLOCK$ ^SEM_STAT$
      ^SEM_INFO$]],
    define = "_GNU_SOURCE", prefix = "IPC_???", extra = { GETPID = 11, GETVAL = 12, GETALL = 13,
      GETNCNT = 14, GETZCNT = 15, SETVAL = 16, SETALL = 17 } },
  { "ipc_flag", flags = true, "sys/ipc.h", "^IPC_CREAT$ ^IPC_EXCL$ ^IPC_NOWAIT$" },
  { "shm_flag", flags = true,
    "sys/shm.h", define = "_GNU_SOURCE", "^SHM_HUGETLB$ ^SHM_NORESERVE$" },
  { "sem_flag", "sys/sem.h", "^SEM_UNDO$ ^IPC_NOWAIT$" },
  { "dumpable", "linux/prctl.h", "^$", prefix = "SUID_DUMP_???",
    extra = { SUID_DUMP_DISABLE = 0, SUID_DUMP_USER = 1, SUID_DUMP_ROOT = 2 } },
  { "prctl_vma", "linux/prctl.h", "^PR_SET_VMA_", prefix = "PR_SET_VMA_???" },
}
