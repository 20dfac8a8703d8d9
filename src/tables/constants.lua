-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Development-time generator of lua/zpoline/constants.lua and errors.lua.
--
--   apt-get install gcc lua5.4 linux-libc-dev libc6-dev
--   lua5.4 src/tables/constants.lua
--
-- A group is the constants that one argument may be made of. The preprocessor
-- says which names the headers define, and a program that is compiled against
-- them says what they are worth. What is only in enums is named in a group's
-- also. The names in first come first: where several names fit a value, or one
-- has the bits of others, the first one is shown. All others follow by value.

local here = arg[0]:match("^(.*)/") or "."

local function words(text)
  local list = {}
  for word in text:gmatch("%S+") do list[#list + 1] = word end
  return list
end

-- name, headers, patterns of names; first, also: see above. drop: patterns of names
-- that are not taken; low: nor those whose value is not below. extra: names with their
-- values that no header has; define: macros in front of the headers.
local groups = {
  { "open", "asm/fcntl.h", "^O_ ^FASYNC$",
    first = [[O_RDONLY O_WRONLY O_RDWR O_ACCMODE O_CREAT O_EXCL O_NOCTTY O_TRUNC
      O_APPEND O_NONBLOCK O_SYNC O_DSYNC O_DIRECT O_LARGEFILE O_NOFOLLOW O_NOATIME
      O_CLOEXEC O_PATH O_TMPFILE O_DIRECTORY]] },
  { "at", "linux/fcntl.h", "^AT_", first = [[AT_SYMLINK_NOFOLLOW AT_REMOVEDIR
      AT_SYMLINK_FOLLOW AT_NO_AUTOMOUNT AT_EMPTY_PATH AT_RECURSIVE]],
    drop = "^AT_STATX_ ^AT_EACCESS ^AT_FDCWD" },
  { "at_access", "linux/fcntl.h", "^$", also = [[AT_SYMLINK_NOFOLLOW AT_EACCESS
      AT_EMPTY_PATH]] },
  { "at_statx", "linux/fcntl.h", "^AT_STATX_", drop = "_TYPE$" },
  { "at_special", "linux/fcntl.h", "^AT_FDCWD$" },
  { "access", "unistd.h", "^[RWXF]_OK$", first = "R_OK W_OK X_OK" },
  { "mode", "linux/stat.h", "^S_I", drop = "^S_IS%u" },
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
  { "map", "linux/mman.h", "^MAP_", first = [[MAP_SHARED MAP_PRIVATE MAP_SHARED_VALIDATE
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
  { "fd", "linux/fcntl.h", "^FD_CLOEXEC$" },
  { "lock", "linux/fcntl.h", "^F_[RWU][DRN]LC?K?CK$ ^F_RDLCK$ ^F_WRLCK$ ^F_UNLCK$" },
  { "seal", "linux/fcntl.h", "^F_SEAL_" },
  { "lease", "linux/fcntl.h", "^F_RDLCK$ ^F_WRLCK$ ^F_UNLCK$" },
  { "flock", "linux/fcntl.h", "^LOCK_", first = [[LOCK_SH LOCK_EX LOCK_NB LOCK_UN LOCK_MAND
      LOCK_RW]] },
  { "dn", "linux/fcntl.h", "^DN_" },
  { "fadvise", "linux/fadvise.h", "^POSIX_FADV_" },
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
  { "inotify_init", "sys/inotify.h", "^$", also = "IN_NONBLOCK IN_CLOEXEC" },
  { "memfd", "linux/memfd.h", "^MFD_", drop = "^MFD_HUGE_" },
  { "close_range", "linux/close_range.h", "^CLOSE_RANGE_", first = "CLOSE_RANGE_UNSHARE" },
  { "signal", "asm/signal.h", "^SIG%u+%d?$", first = [[SIGHUP SIGINT SIGQUIT SIGILL
      SIGTRAP SIGABRT SIGBUS SIGFPE SIGKILL SIGUSR1 SIGSEGV SIGUSR2 SIGPIPE SIGALRM
      SIGTERM SIGSTKFLT SIGCHLD SIGCONT SIGSTOP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGXCPU
      SIGXFSZ SIGVTALRM SIGPROF SIGWINCH SIGIO SIGPWR SIGSYS SIGRTMIN]],
    drop = "STKSZ$ ^SIGRTMAX$" },
  { "sa", "asm/signal.h", "^SA_", first = [[SA_RESTORER SA_ONSTACK SA_RESTART SA_NODEFER
      SA_RESETHAND SA_SIGINFO SA_NOCLDSTOP SA_NOCLDWAIT]], drop = "^SA_NOMASK$ ^SA_ONESHOT$" },
  { "sig_how", "asm/signal.h", "^SIG_BLOCK$ ^SIG_UNBLOCK$ ^SIG_SETMASK$" },
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
  { "sigev", "asm/siginfo.h", "^SIGEV_[%u_]+$", drop = "_SIZE$" },
  { "clone", "linux/sched.h", "^CLONE_", first = [[CLONE_VM CLONE_FS CLONE_FILES
      CLONE_SIGHAND CLONE_PIDFD]], drop = "^CLONE_ARGS_ ^CLONE_DETACHED" },
  { "wait", "linux/wait.h", "^W%u+$ ^__WN ^__WCL ^__WA", first = [[WNOHANG WEXITED WSTOPPED
      WCONTINUED WNOWAIT __WCLONE __WALL]] },
  { "wait_which", "linux/wait.h", "^P_" },
  { "rlimit", "asm/resource.h", "^RLIMIT_", drop = "^RLIMIT_NLIMITS" },
  { "rlim", "linux/resource.h", "^RLIM_INFINITY$ ^RLIM64_INFINITY$" },
  { "rusage", "linux/resource.h", "^RUSAGE_", first = "RUSAGE_SELF" },
  { "prio", "linux/resource.h", "^PRIO_", drop = "_M%u+$" },
  { "sched", "sched.h linux/sched.h", "^SCHED_", first = "SCHED_OTHER", drop = [[^SCHED_FLAG
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
      PR_TASK_PERF_EVENTS_ENABLE PR_SCHED_CORE PR_CAP_AMBIENT PR_SET_VMA]] },
  { "prctl_cap_ambient", "linux/prctl.h", "^PR_CAP_AMBIENT_" },
  { "arch_prctl", "asm/prctl.h", "^ARCH_" },
  { "personality", "linux/personality.h", "^$", also = "PER_LINUX PER_LINUX32" },
  { "personality_flag", "linux/personality.h", "^$", also = [[UNAME26 ADDR_NO_RANDOMIZE
      FDPIC_FUNCPTRS MMAP_PAGE_ZERO ADDR_COMPAT_LAYOUT READ_IMPLIES_EXEC ADDR_LIMIT_32BIT
      SHORT_INODE WHOLE_SECONDS STICKY_TIMEOUTS ADDR_LIMIT_3GB]] },
  { "ptrace", "linux/ptrace.h", "^PTRACE_", drop = [[^PTRACE_EVENT ^PTRACE_O_ ^PTRACE_PEEKSIGINFO_
      ^PTRACE_SYSCALL_INFO_]] },
  { "pkey", "asm-generic/mman-common.h", "^PKEY_DISABLE_[AW]" },
  { "capability", "linux/capability.h", "^CAP_", drop = "^CAP_LAST ^CAP_TO ^CAP_VALID" },
  { "cap_version", "linux/capability.h", "^_LINUX_CAPABILITY_VERSION_" },
  { "unshare", "linux/sched.h", "^$", also = [[CLONE_NEWTIME CLONE_FS CLONE_FILES CLONE_NEWNS
      CLONE_SYSVSEM CLONE_NEWCGROUP CLONE_NEWUTS CLONE_NEWIPC CLONE_NEWUSER CLONE_NEWPID
      CLONE_NEWNET]] },
  { "rseq", "linux/rseq.h", "^$", also = "RSEQ_FLAG_UNREGISTER" },
  { "membarrier", "linux/membarrier.h", "^$", also = [[MEMBARRIER_CMD_QUERY
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
  { "poll", "asm/poll.h", "^POLL", drop = "^POLL_ ^POLLFREE ^POLL_BUSY" },
  { "epoll", "sys/epoll.h", "^EPOLL%u", drop = "^EPOLL_", low = 1 << 32,
    first = [[EPOLLIN EPOLLPRI EPOLLOUT EPOLLERR EPOLLHUP EPOLLRDNORM EPOLLRDBAND
      EPOLLWRNORM EPOLLWRBAND EPOLLMSG EPOLLRDHUP EPOLLEXCLUSIVE EPOLLWAKEUP EPOLLONESHOT
      EPOLLET]] },
  { "epoll_ctl", "linux/eventpoll.h", "^EPOLL_CTL_" },
  { "epoll_create", "linux/eventpoll.h", "^EPOLL_CLOEXEC$" },
  { "eventfd", "sys/eventfd.h", "^EFD_", first = "EFD_SEMAPHORE EFD_CLOEXEC EFD_NONBLOCK",
    also = "EFD_SEMAPHORE EFD_CLOEXEC EFD_NONBLOCK" },
  { "family", "sys/socket.h", "^AF_", first = "AF_UNIX AF_NETLINK",
    drop = "^AF_MAX$" },
  { "sock_type", "sys/socket.h", "^SOCK_", drop = "^SOCK_CLOEXEC$ ^SOCK_NONBLOCK$" },
  { "sock_flag", "sys/socket.h", "^$", also = "SOCK_CLOEXEC SOCK_NONBLOCK",
    first = "SOCK_CLOEXEC" },
  { "ipproto", "netinet/in.h", "^IPPROTO_", first = "IPPROTO_IP" },
  { "netlink", "linux/netlink.h", "^NETLINK_", first = "NETLINK_ROUTE",
    drop = [[^NETLINK_ADD_ ^NETLINK_DROP_ ^NETLINK_PKTINFO ^NETLINK_BROADCAST_ERR
      ^NETLINK_NO_ENOBUFS
      ^NETLINK_RX_ ^NETLINK_TX_ ^NETLINK_LISTEN ^NETLINK_LIST ^NETLINK_CAP ^NETLINK_EXT
      ^NETLINK_GET_ ^NETLINK_UNUSED]] },
  { "ethernet", "linux/if_ether.h", "^ETH_P_" },
  { "shut", "sys/socket.h", "^SHUT_" },
  { "msg", "sys/socket.h", "^MSG_", define = "_GNU_SOURCE",
    first = [[MSG_OOB MSG_PEEK MSG_DONTROUTE MSG_CTRUNC MSG_PROXY]],
    drop = "^MSG_TRYHARD$" },
  { "sol", "sys/socket.h", "^SOL_", define = "_GNU_SOURCE",
    extra = { SOL_IP = 0, SOL_TCP = 6, SOL_UDP = 17, SOL_IPV6 = 41 } },
  { "so", "asm/socket.h", "^SO_", first = [[SO_RCVTIMEO_OLD SO_SNDTIMEO_OLD]], low = 1 << 15,
    also = "SO_DETACH_FILTER",
    drop = [[^SO_RCVTIMEO$ ^SO_SNDTIMEO$ ^SO_GET_FILTER$ ^SO_TIMESTAMP$ ^SO_TIMESTAMPNS$
      ^SO_TIMESTAMPING$]] },
  { "so_alias", "sys/socket.h", "^$",
    also = "SO_RCVTIMEO SO_SNDTIMEO SO_TIMESTAMP SO_TIMESTAMPNS SO_TIMESTAMPING" },
  { "ip", "linux/in.h", "^IP_", drop = "^IP_PMTUDISC_ ^IP_DEFAULT_ ^IP_RECVRETOPTS$" },
  { "ipv6", "linux/in6.h", "^IPV6_",
    drop = "^IPV6_PREFER ^IPV6_PMTUDISC ^IPV6_TLV ^IPV6_PRIORITY ^IPV6_FL ^IPV6_RTHDR_",
    low = 256 },
  { "tcp", "linux/tcp.h", "^TCP_", low = 64, drop = [[^TCP_MSS_ ^TCP_FLAG_ ^TCP_NLA
      ^TCP_MD5SIG_
     ^TCP_ESTAB ^TCP_AO_ ^TCP_REPAIR_O ^TCP_CA_ ^TCP_RECEIVE_ZEROCOPY_]] },
  { "scm", "sys/socket.h", "^$", define = "_GNU_SOURCE",
    also = "SCM_RIGHTS SCM_CREDENTIALS" },
  { "c_iflag", "asm/termbits.h", "^$", also = [[IGNBRK BRKINT IGNPAR PARMRK INPCK ISTRIP
      INLCR IGNCR
      ICRNL IUCLC IXON IXANY IXOFF IMAXBEL IUTF8]] },
  { "c_oflag", "asm/termbits.h", "^$", also = [[OPOST OLCUC ONLCR OCRNL ONOCR ONLRET OFILL
      OFDEL]] },
  { "c_cflag", "asm/termbits.h", "^$", also = [[CSTOPB CREAD PARENB PARODD HUPCL CLOCAL
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
  { "ioctl", [[asm/termios.h linux/serial.h linux/fs.h linux/blktrace_api.h linux/random.h
      linux/loop.h linux/kd.h linux/vt.h
      linux/if_tun.h linux/hdreg.h linux/rtc.h linux/nsfs.h linux/fiemap.h linux/sockios.h
      linux/blkpg.h]],
    [[^TC%u+ ^TIOC ^FIO ^SIOC ^BLK%u ^FS_IOC_ ^FI%u+$ ^FI_ ^RND%u ^LOOP_[SGC]%u+_?%u+%d*$
      ^KD%u ^VT_%u+
      ^TUN[SGAD] ^HDIO_ ^RTC_%u+_ ^NS_GET_]],
    first = [[TCGETS FIONREAD FIONBIO FIOCLEX]],
    drop = [[^TIOCM_ ^TIOCPKT_ ^TIOCSER_ ^TC%uFL ^TC[IO]O ^TCIFLUSH ^TC[IO]+FLUSH$ ^FI_
      ^FS_IOC32 ^BLKPG_
      ^BLK_ ^KD_ ^VT_EVENT ^VT_AUTO ^VT_PROCESS ^VT_ACKACQ ^LOOP_CLR_FD_ ^TUN_ ^BLK_ZONE
      ^VT_%u+$X
      ^RTC_FEATURE ^RTC_MAX ^SIOCPROTOPRIVATE ^TIOCINQ ^SIOC[IO]?UTQ$ ^FIFREEZE_
      ^SIOCDEVPRIVATE$
      ^TIOCGISO ^FS_IOC_FSGETX ^FS_IOC_FSSETX ^RTC_[AUPW]F$ ^RTC_[AI]RQ
      ^RTC_BSM ^RTC_PARAM_%u+$ ^RTC_PARAM_BACK ^RTC_VL_[DBA]%u+_ ^TCSA ^HDIO_DRIVE_.*SIZE
      ^BLKTRACE_
      ^VT_MAX]] },
}

local function run(command, input)
  local from, to = os.tmpname(), os.tmpname()
  local file = assert(io.open(from, "w"))
  file:write(input)
  file:close()
  local ok = os.execute(command:gsub("IN", from):gsub("OUT", to))
  file = assert(io.open(to))
  local text = file:read("a")
  file:close()
  os.remove(from)
  os.remove(to)
  return assert(ok and text, command)
end

local function fits(name, patterns)
  for _, pattern in ipairs(words(patterns or "")) do
    if name:find(pattern) then return true end
  end
end

local function includes(group)
  local lines = {}
  for name in (group.define or ""):gmatch "%S+" do
    lines[#lines + 1] = "#define " .. name .. "\n"
  end
  for _, header in ipairs(words(group[2])) do
    lines[#lines + 1] = "#include <" .. header .. ">\n"
  end
  return table.concat(lines)
end

local function names_of(group)
  local names, seen = {}, {}
  local function add(name)
    if seen[name] or group.extra and group.extra[name] then return end
    names[#names + 1] = name
    seen[name] = true
  end
  for _, name in ipairs(words(group.first or "")) do add(name) end
  for _, name in ipairs(words(group.also or "")) do add(name) end
  local macros = run("gcc -E -dM -x c IN >OUT", includes(group))
  for line in macros:gmatch "[^\n]+" do
    local name = line:match "^#define ([%a_][%w_]*) %S"
    if name and fits(name, group[3]) and not fits(name, group.drop) then
      add(name)
    end
  end
  return names
end

-- By name. What is no number is left out: a macro that needs an argument, a
-- string, another macro that is not there.
local function values_of(group, names)
  local lines = { includes(group), "#include <stdio.h>\nint main(void) {\n" }
  for _, name in ipairs(names) do
    lines[#lines + 1] = ('printf("%s %%llx\\n", (unsigned long long)(%s));\n')
      :format(name, name)
  end
  lines[#lines + 1] = "}\n"
  local values = {}
  local answer = run("gcc -w -x c -o OUT.bin IN && OUT.bin >OUT; rm -f OUT.bin",
    table.concat(lines))
  for name, hex in answer:gmatch "(%S+) (%x+)" do values[name] = tonumber(hex, 16) end
  for name, value in pairs(group.extra or {}) do values[name] = value end
  return values
end

local function group_line(group)
  local values, rank = values_of(group, names_of(group)), {}
  local list = {}
  for i, name in ipairs(words(group.first or "")) do rank[name] = i end
  for name, value in pairs(values) do
    if not group.low or math.ult(value, group.low) then list[#list + 1] = name end
  end
  table.sort(list, function(a, b)
    local first, second = rank[a] or 1 / 0, rank[b] or 1 / 0
    if first ~= second then return first < second end
    if values[a] ~= values[b] then return math.ult(values[a], values[b]) end
    return a < b
  end)
  local lines, line = {}, group[1]
  for _, name in ipairs(list) do
    local word = (" %s=%x"):format(name, values[name])
    if #line + #word > 99 then
      lines[#lines + 1] = line
      line = ""
    end
    line = line .. word
  end
  lines[#lines + 1] = line .. "\n"
  return table.concat(lines, "\n"), #list
end

local out = assert(io.open(here .. "/../../lua/zpoline/constants.lua", "w"))
out:write [[
-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Generated by src/tables/constants.lua from linux-libc-dev and libc6-dev:
-- the constants that arguments are made of, in groups; values in hex.
return [=[

]]
local total = 0
for _, group in ipairs(groups) do
  local line, n = group_line(group)
  out:write(line)
  assert(n > 0, group[1])
  total = total + n
end
out:write ".]=]\n"
out:close()
print(total .. " constants")

-- What strerror says.
out = assert(io.open(here .. "/../../lua/zpoline/errors.lua", "w"))
out:write [[
-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Generated by src/tables/constants.lua: what C's strerror says of an errno.
return {
]]
local messages = run("gcc -x c -o OUT.bin IN && OUT.bin >OUT; rm -f OUT.bin", [[
#include <stdio.h>
#include <string.h>
int main(void) {
for (int i = 1; i < 134; i++)
if (strncmp(strerror(i), "Unknown", 7)) printf("%d %s\n", i, strerror(i)); }
]])
for number, message in messages:gmatch "(%d+) ([^\n]+)" do
  out:write(("  [%s] = %q,\n"):format(number, message))
end
out:write "}\n"
out:close()
